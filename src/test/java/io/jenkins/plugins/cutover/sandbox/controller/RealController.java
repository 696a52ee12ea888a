package io.jenkins.plugins.cutover.sandbox.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A Jenkins controller in a process of its own on loopback, with the plugin file installed as by an administrator. */
public final class RealController implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Path home;
    private final int port;
    private Process process;

    /**
     * @param home an empty folder: JENKINS_HOME
     * @param plugin the plugin's .hpi
     * @param configuration as code
     */
    public RealController(Path home, Path plugin, String configuration) throws IOException {
        this.home = home;
        JenkinsArtifacts.copyPlugins(home.resolve("plugins"));
        Files.copy(plugin, home.resolve("plugins/phased-cutover.jpi"));
        Files.writeString(home.resolve("jenkins.yaml"), configuration);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    /** Before the start: a sandboxed pipeline job. */
    public void job(String name, String script) throws IOException {
        Path folder = Files.createDirectories(home.resolve("jobs").resolve(name));
        String escaped = script.replace("&", "&amp;").replace("<", "&lt;");
        Files.writeString(folder.resolve("config.xml"), """
                <flow-definition>
                  <definition class="org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition">
                    <script>%s</script>
                    <sandbox>true</sandbox>
                  </definition>
                </flow-definition>
                """.formatted(escaped));
    }

    /** Before a build: a file in the job's workspace on the controller. */
    public void workspaceFile(String job, String name, String text) throws IOException {
        Path folder = Files.createDirectories(home.resolve("jobs").resolve(job).resolve("workspace"));
        Files.writeString(folder.resolve(name), text);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** Starts, or starts again; returns when it answers. */
    public void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:TieredStopAtLevel=1",
                "-Djenkins.install.runSetupWizard=false",
                "-Dhudson.model.UpdateCenter.never=true",
                "-Dhudson.model.UsageStatistics.disabled=true",
                "-Dhudson.security.csrf.GlobalCrumbIssuerConfiguration.DISABLE_CSRF_PROTECTION=true",
                "-jar",
                JenkinsArtifacts.war().toString(),
                "--httpListenAddress=127.0.0.1",
                "--httpPort=" + port));
        builder.environment().put("JENKINS_HOME", home.toString());
        builder.environment()
                .put("CASC_JENKINS_CONFIG", home.resolve("jenkins.yaml").toString());
        process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        Awaitility.await("the controller answers, see " + log()).atMost(START).until(this::up);
    }

    /** The controller's own log. */
    public Path log() {
        return home.resolve("controller.log");
    }

    private boolean up() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the controller ended by itself, see " + log());
        }
        try {
            return get("api/json").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public void build(String job) throws IOException {
        send(HttpRequest.newBuilder(address().resolve("job/" + job + "/build"))
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    public void abort(String job, int number) throws IOException {
        send(HttpRequest.newBuilder(address().resolve("job/" + job + "/" + number + "/stop"))
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** @return SUCCESS, UNSTABLE, FAILURE or ABORTED; empty while it does not exist or runs */
    public String result(String job, int number) throws IOException {
        var answer = get("job/" + job + "/" + number + "/api/json?tree=building,result");
        if (answer.statusCode() != 200) {
            return "";
        }
        JsonNode build = new ObjectMapper().readTree(answer.body());
        return build.path("building").asBoolean() ? "" : build.path("result").asText("");
    }

    public String console(String job, int number) throws IOException {
        return get("job/" + job + "/" + number + "/consoleText").body();
    }

    /** Whether each plugin is active, by its name; one that failed is not. */
    public Map<String, Boolean> plugins() throws IOException {
        JsonNode list = new ObjectMapper()
                .readTree(get("pluginManager/api/json?tree=plugins[shortName,active]")
                        .body());
        Map<String, Boolean> plugins = new TreeMap<>();
        list.path("plugins")
                .forEach(p -> plugins.put(
                        p.path("shortName").asText(), p.path("active").asBoolean()));
        return plugins;
    }

    public String page(String path) throws IOException {
        return get(path).body();
    }

    private java.net.http.HttpResponse<String> get(String path) throws IOException {
        return send(HttpRequest.newBuilder(address().resolve(path)));
    }

    private java.net.http.HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Stops it gracefully, with time to save its state. */
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            stop();
        }
    }
}

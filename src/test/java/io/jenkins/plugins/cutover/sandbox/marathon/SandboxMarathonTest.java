package io.jenkins.plugins.cutover.sandbox.marathon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sandbox keeps Marathon's own rules; a fake that is more tolerant than the real one would prove nothing. */
class SandboxMarathonTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private SandboxMarathon marathon;

    @BeforeEach
    void start() throws IOException {
        marathon =
                new SandboxMarathon(Clock.systemUTC(), timer, Timings.quick(), SandboxMarathonTest::task, freePort());
        marathon.create("{'id':'/orders','cmd':'run','instances':2,'healthChecks':[{'path':'/'}]}".replace('\'', '"'));
        await().until(() -> marathon.healthy("/orders").size() == 2);
    }

    @AfterEach
    void stop() {
        marathon.close();
        timer.shutdownNow();
    }

    @Test
    void aScaleStartsRealServersAndItsDeploymentEnds() throws Exception {
        JsonNode answer = Json.parse(send("PATCH", "/v2/apps/orders", "{\"instances\":3}", 200));
        assertThat(answer.path("deploymentId").asText()).isNotEmpty();
        await().until(() -> marathon.healthy("/orders").size() == 3);
        await().until(() -> send("GET", "/v2/deployments", null, 200).equals("[]"));
        assertThat(marathon.healthy("/orders")).allSatisfy(address -> assertThat(
                        URI.create("http://" + address).toURL().openConnection().getHeaderField(0))
                .contains("200"));
    }

    @Test
    void aScaleDownKillsTheYoungestAndLeavesTheConfigurationAlone() throws Exception {
        String before = app().path("versionInfo").path("lastConfigChangeAt").asText();
        send("PATCH", "/v2/apps/orders", "{\"instances\":1}", 200);
        await().until(() -> app().path("tasks").size() == 1);
        assertThat(marathon.healthy("/orders")).singleElement().asString().startsWith("127.0.1.1:");
        assertThat(app().path("versionInfo").path("lastConfigChangeAt").asText())
                .isEqualTo(before);
    }

    @Test
    void aLockedAppAnswers409WithTheDeploymentsUntilForced() throws Exception {
        marathon.lock("/orders", Duration.ofHours(1));
        JsonNode refused = Json.parse(send("PATCH", "/v2/apps/orders", "{\"instances\":3}", 409));
        assertThat(refused.path("message").asText()).startsWith("App is locked by one or more deployments.");
        assertThat(refused.path("deployments")).hasSize(1);
        send("PATCH", "/v2/apps/orders?force=true", "{\"instances\":3}", 200);
    }

    @Test
    void aChangeOfTheConfigurationReplacesEveryTask() throws Exception {
        String task = app().path("tasks").path(0).path("id").asText();
        send("PATCH", "/v2/apps/orders", "{\"cmd\":\"other\"}", 200);
        await().until(() -> app().path("deployments").isEmpty()
                && app().path("tasksHealthy").asInt() == 2
                && !app().toString().contains(task));
    }

    @Test
    void invalidRequestsGetMarathonsErrors() throws Exception {
        assertThat(send("GET", "/v2/apps/none", null, 404)).isEqualTo("{\"message\":\"App '/none' does not exist\"}");
        send("PATCH", "/v2/apps/none", "{\"instances\":1}", 404);
        assertThat(send("PATCH", "/v2/apps/orders", "{\"instances\":\"3\"}", 422))
                .contains("error.expected.jsnumber");
        assertThat(send("PATCH", "/v2/apps/orders", "{", 400)).contains("Invalid JSON");
        assertThat(send("GET", "/v2/nothing", null, 500)).isEqualTo("{\"message\":\"URI not found\"}");
        send("GET", "/v2/events", null, 405);
        send("DELETE", "/v2/queue/orders/delay", null, 404);
        send("POST", "/v2/apps", "{\"id\":\"/orders\",\"cmd\":\"x\"}", 409);
        send("DELETE", "/v2/deployments/none", null, 404);
    }

    @Test
    void aTaskThatDiesIsReplacedAfterTheBackOffAndRemembered() throws Exception {
        marathon.crashTask(1);
        assertThat(app().path("lastTaskFailure").path("state").asText()).isEqualTo("TASK_FAILED");
        assertThat(Json.parse(send("GET", "/v2/queue", null, 200))
                        .path("queue")
                        .path(0)
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        send("DELETE", "/v2/queue/orders/delay", null, 204);
        await().until(() -> marathon.healthy("/orders").size() == 2);
    }

    @Test
    void anElectionAnswers502AndForgetsTheHealthResults() throws Exception {
        marathon.goneLeader(Duration.ofHours(1));
        assertThat(send("GET", "/v2/apps/orders", null, 502)).contains("Could not determine the current leader");
        marathon.goneLeader(Duration.ZERO);
        await().until(() -> marathon.healthy("/orders").size() == 2);
    }

    @Test
    void deletingForcesAndKillsAllTasks() throws Exception {
        marathon.lock("/orders", Duration.ofHours(1));
        send("DELETE", "/v2/apps/orders?force=false", null, 409);
        send("DELETE", "/v2/apps/orders", null, 200);
        send("GET", "/v2/apps/orders", null, 404);
        await().until(() -> send("GET", "/v2/deployments", null, 200).equals("[]"));
    }

    @Test
    void aStoredVersionComesBackByItsName() throws Exception {
        String first = app().path("version").asText();
        send("PATCH", "/v2/apps/orders", "{\"cmd\":\"other\"}", 200);
        send("PUT", "/v2/apps/orders?force=true", "{\"version\":\"" + first + "\"}", 200);
        assertThat(marathon.definition("/orders").path("cmd").asText()).isEqualTo("run");
    }

    @Test
    void anUnhealthyTaskIsKilledAndReplaced() throws Exception {
        String sick = app().path("tasks").path(0).path("id").asText();
        marathon.unhealthy(0, true);
        await().until(() ->
                app().path("lastTaskFailure").path("message").asText().contains("health check failed"));
        marathon.unhealthy(0, false);
        await().until(() -> marathon.healthy("/orders").size() == 2
                && !app().path("tasks").toString().contains(sick));
    }

    @Test
    void tasksThatFailAtStartIncreaseTheBackOff() {
        marathon.failNextLaunches(2);
        marathon.outsideScale("/orders", 3);
        await().until(() -> app().path("lastTaskFailure").path("state").asText().equals("TASK_FAILED"));
        await().until(() -> marathon.healthy("/orders").size() == 3);
    }

    @Test
    void aSlowStartStaysStagingForAsLong() throws Exception {
        marathon.slowStart(Duration.ofHours(1));
        marathon.outsideScale("/orders", 3);
        assertThat(app().path("tasksStaged").asInt()).isEqualTo(1);
        assertThat(app().path("instances").asInt()).isEqualTo(3);
    }

    @Test
    void closeStopsEveryServer() {
        String address = marathon.healthy("/orders").get(0);
        marathon.outsideDelete("/orders");
        marathon.close();
        assertThatThrownBy(() -> URI.create("http://" + address).toURL().openStream())
                .isInstanceOf(IOException.class);
    }

    @Test
    void theEventStreamReportsTheScale() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", marathon.url().getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("GET /v2/events?event_type=deployment_success HTTP/1.1\r\nHost: x\r\n"
                                    + "Accept: text/event-stream\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(reader.readLine()).contains("200");
            send("PATCH", "/v2/apps/orders", "{\"instances\":3}", 200);
            assertThat(reader.lines().filter(l -> l.startsWith("event:")).findFirst())
                    .hasValue("event: deployment_success");
        }
    }

    private JsonNode app() throws Exception {
        return Json.parse(send("GET", "/v2/apps/orders", null, 200)).path("app");
    }

    private String send(String method, String path, String body, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(marathon.url() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(method + " " + path).isEqualTo(status);
        return response.body();
    }

    static AutoCloseable task(String appId, int index, String host, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return () -> server.stop(0);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

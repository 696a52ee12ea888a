package io.jenkins.plugins.cutover.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in the archive of the command line, with a Java that only reports a version and its arguments. */
class LauncherTest {
    private static final Path SCRIPT = Path.of(System.getProperty("cutover.basedir", "."), "src/main/launcher/cutover");

    @TempDir
    Path folder;

    private record Ran(int exit, String output) {}

    @BeforeEach
    void unpack() throws IOException {
        Files.createDirectories(folder.resolve("app"));
        Files.createDirectories(folder.resolve("jdk/bin"));
        executable(folder.resolve("app/cutover"), Files.readString(SCRIPT));
    }

    @Test
    void passesItsArgumentsToTheJarBesideIt() throws Exception {
        java("openjdk version \"17.0.15\" 2025-04-15");
        Ran ran = run(folder.resolve("app/cutover"), Map.of(), "status", "--journal", "a folder");
        assertThat(ran.output()).contains("-jar " + real("app/lib/cutover-cli.jar") + " status --journal a folder");
        assertThat(ran.exit()).isZero();
    }

    @Test
    void findsItsJarThroughALink() throws Exception {
        java("openjdk version \"21\" 2023-09-19");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("app/cutover"));
        assertThat(run(link, Map.of(), "status").output()).contains(real("app/lib/cutover-cli.jar"));
    }

    @Test
    void refusesAnOlderJavaAndNamesTheVersion() throws Exception {
        java("openjdk version \"11.0.2\" 2019-01-15");
        Ran ran = run(folder.resolve("app/cutover"), Map.of(), "status");
        assertThat(ran.output())
                .isEqualTo("cutover: " + folder.resolve("jdk/bin/java") + ": version 11; Java 17 or later is needed\n");
        assertThat(ran.exit()).isEqualTo(2);
    }

    @Test
    void namesAJavaThatIsMissing() throws Exception {
        Ran ran = run(folder.resolve("app/cutover"), Map.of("JAVA_HOME", "/nowhere"), "status");
        assertThat(ran.output()).startsWith("cutover: /nowhere/bin/java: not found");
        assertThat(ran.exit()).isEqualTo(2);
    }

    private void java(String version) throws IOException {
        executable(
                folder.resolve("jdk/bin/java"),
                "#!/bin/sh\n[ \"$1\" = -version ] && echo '" + version + "' >&2 || echo \"$@\"\n");
    }

    private String real(String path) throws IOException {
        return folder.toRealPath().resolve(path).toString();
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ran run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = Stream.concat(Stream.of(script.toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().putAll(environment);
        Path output = folder.resolve("output");
        Process process = builder.redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), Files.readString(output));
    }
}

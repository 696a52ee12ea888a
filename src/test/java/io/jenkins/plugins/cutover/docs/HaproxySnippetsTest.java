package io.jenkins.plugins.cutover.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.sandbox.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** HAProxy itself accepts every snippet of its configuration ({@code haproxy -c}), completed to a whole file. */
class HaproxySnippetsTest {
    private static final String DEFAULTS = """
            defaults
                mode http
                timeout connect 2s
                timeout client 60s
                timeout server 60s
            """;

    private static final String LISTENER = """

            listen completed
                bind 127.0.0.1:8081
            """;

    @TestFactory
    Stream<DynamicTest> everyHaproxySnippetIsAccepted(@TempDir Path folder) {
        return Markdown.all().stream()
                .flatMap(page -> page.snippets("haproxy").stream())
                .map(snippet -> DynamicTest.dynamicTest(snippet.where(), () -> check(snippet.text(), folder)));
    }

    private static void check(String snippet, Path folder) throws IOException, InterruptedException {
        TestCertificates certificates = TestCertificates.get();
        Files.write(folder.resolve("server.pem"), Files.readAllBytes(certificates.server()));
        Files.write(folder.resolve("clients-ca.pem"), Files.readAllBytes(certificates.ca()));
        Path file = Files.writeString(
                folder.resolve("haproxy.cfg"), whole(snippet).replace("/etc/cutover", folder.toString()));
        Process haproxy = new ProcessBuilder("haproxy", "-c", "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(haproxy.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(haproxy.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(haproxy.exitValue()).as(output).isZero();
    }

    /** HAProxy also asks for time-outs, a listener, and each backend that is used. */
    private static String whole(String snippet) {
        String file = (snippet.contains("defaults\n") ? snippet : DEFAULTS + snippet) + LISTENER;
        boolean needsBackend =
                snippet.contains("default_backend orders") && !snippet.contains("backend orders\n    bal");
        return needsBackend ? file + "\nbackend orders\n    server mesos1 127.0.0.1:31001\n" : file;
    }
}

package io.jenkins.plugins.cutover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.model.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SampleServiceTest {
    private final SampleHost host = new SampleHost(7);
    private final ServiceFaults faults = new ServiceFaults();
    private final SampleService service = start(0);

    @AfterEach
    void stop() {
        host.close();
    }

    private SampleService start(int port) {
        return host.start(new InetSocketAddress("127.0.0.1", port), Side.EKS, "pod-1", Duration.ofMillis(1), faults);
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(service.address().getAddress(), service.address().getPort());
        socket.setSoTimeout(2_000);
        return socket;
    }

    private String ask(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void anAnswerNamesSideAndInstance() throws IOException {
        assertThat(ask("GET / HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK")
                .contains("X-Side: EKS\r\n", "X-Instance: pod-1\r\n", "Connection: close\r\n");
    }

    @Test
    void anInstanceThatIsNotReadyFailsItsHealthCheckOnly() throws IOException {
        service.healthy(false);
        assertThat(ask("GET /health HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 503");
        assertThat(ask("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
        assertThat(service.requests()).isEqualTo(1);
    }

    @Test
    void injectedErrorsDoNotAffectHealthChecks() throws IOException {
        faults.errors(1);
        assertThat(ask("GET /health HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
        assertThat(ask("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 500");
    }

    @Test
    void requestsOnOneConnectionAreAnsweredInTurn() throws IOException {
        String body = "POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello";
        assertThat(ask(body + body + "GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
                        .split("HTTP/1.1 200"))
                .hasSize(4);
    }

    @Test
    void aChunkedBodyIsRefused() throws IOException {
        assertThat(ask("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")).startsWith("HTTP/1.1 411");
    }

    @Test
    void closeAnswersCurrentRequests() throws IOException {
        faults.latency(500);
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            await().pollInterval(Duration.ofMillis(10)).until(() -> service.requests() == 1);
            service.close();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 200")
                    .contains("Connection: close");
        }
    }

    @Test
    void killingResetsAndRefuses() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET /health HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            service.kill();
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }

    @Test
    void aTakenAddressIsReportedWithItsInstance() {
        assertThatThrownBy(() -> start(service.address().getPort()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("pod-1");
    }
}

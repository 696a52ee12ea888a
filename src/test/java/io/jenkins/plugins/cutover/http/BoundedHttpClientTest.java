package io.jenkins.plugins.cutover.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cutover.http.UnendingServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against servers on loopback, over real sockets. */
class BoundedHttpClientTest {
    private static final Duration SHORT = Duration.ofSeconds(2);

    /** Far above any pause of a busy test machine, and far below "never". */
    private static final Duration SOON = Duration.ofSeconds(8);

    private final Map<String, String> received = new TreeMap<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestHeaders()
                    .forEach((name, values) -> received.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            received.put("method", exchange.getRequestMethod());
            received.put("body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            boolean moved = exchange.getRequestURI().getPath().equals("/moved");
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            byte[] answer = "ten bytes!".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(moved ? 302 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void anAnswerHasStatusHeadersAndBody() {
        HttpReply reply = (HttpReply) BoundedHttpClient.send(HttpCall.get(uri("/")));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("ten bytes!");
        assertThat(reply.header("LOCATION")).contains("/elsewhere");
        assertThat(reply.header("Retry-After")).isEmpty();
    }

    @Test
    void aRequestSendsItsBodyAndHeaders() {
        BoundedHttpClient.send(HttpCall.of("PUT", uri("/"))
                .header("Authorization", "token=abc")
                .body("application/json", "{\"text\":\"ü\"}"));
        assertThat(received)
                .containsEntry("method", "PUT")
                .containsEntry("authorization", "token=abc")
                .containsEntry("content-type", "application/json")
                .containsEntry("body", "{\"text\":\"ü\"}");
    }

    @Test
    void everyRequestNamesTheProjectAndItsVersion() {
        BoundedHttpClient.send(HttpCall.get(uri("/")));
        assertThat(received.get("user-agent")).matches("phased-cutover/\\S+");
    }

    @Test
    void aRedirectIsAnAnswerAndIsNotFollowed() {
        HttpReply reply = (HttpReply) BoundedHttpClient.send(HttpCall.get(uri("/moved")));
        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.successful()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Answer.class,
            names = {"SILENCE", "HALF_OF_THE_HEADERS"})
    void aServerThatDoesNotAnswerFailsAtTheDeadline(Answer answer) throws InterruptedException {
        assertThatFailure(answer, HttpCall.MIB)
                .isEqualTo(new HttpFailure(HttpFailure.Kind.DEADLINE, "no answer within 2s"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Answer.class,
            names = {"HEADERS_ONLY", "TRICKLE"})
    void aBodyThatDoesNotEndFailsAtTheDeadline(Answer answer) throws InterruptedException {
        assertThatFailure(answer, HttpCall.MIB)
                .isEqualTo(new HttpFailure(HttpFailure.Kind.DEADLINE, "no complete answer within 2s"));
    }

    @Test
    void aBodyOverTheLimitFailsAndNamesHostAndLimit() throws InterruptedException {
        assertThatFailure(Answer.ENDLESS, 100_000)
                .isEqualTo(new HttpFailure(
                        HttpFailure.Kind.TOO_LARGE, "the answer of 127.0.0.1 is larger than 100000 bytes"));
    }

    @Test
    void aBodyOfExactlyTheLimitIsAccepted() {
        assertThat(BoundedHttpClient.send(HttpCall.get(uri("/")).atMost(10))).isInstanceOf(HttpReply.class);
        assertThat(BoundedHttpClient.send(HttpCall.get(uri("/")).atMost(9))).isInstanceOf(HttpFailure.class);
    }

    @Test
    void aBodyThatIsNotKeptIsStillCounted() {
        HttpCall call = HttpCall.get(uri("/")).withoutBody();
        assertThat(((HttpReply) BoundedHttpClient.send(call.atMost(10))).body()).isEmpty();
        assertThat(BoundedHttpClient.send(call.atMost(9))).isInstanceOf(HttpFailure.class);
    }

    @Test
    void aCancelledCallClosesItsConnection() throws InterruptedException {
        try (UnendingServer unending = new UnendingServer(Answer.TRICKLE)) {
            var result =
                    BoundedHttpClient.sendAsync(HttpCall.get(unending.uri()).within(Duration.ofMinutes(1)));
            unending.requestArrives();
            result.cancel(true);
            assertThat(unending.clientLeaves()).isTrue();
        }
    }

    @Test
    void aRefusedConnectionIsNamedAsSuch() throws IOException {
        assertThat(BoundedHttpClient.send(HttpCall.get(URI.create("http://127.0.0.1:" + freePort()))))
                .isEqualTo(new HttpFailure(HttpFailure.Kind.NO_CONNECTION, "no connection (refused)"));
    }

    @Test
    void anUnknownHostIsNamedAsSuch() {
        assertThat(BoundedHttpClient.send(HttpCall.get(URI.create("http://no-such-host.invalid/"))))
                .isEqualTo(new HttpFailure(HttpFailure.Kind.NO_CONNECTION, "no connection (unknown host)"));
    }

    @Test
    void aServerWithoutTlsIsNamedAsSuch() {
        try (UnendingServer plain = new UnendingServer(Answer.HEADERS_ONLY)) {
            assertThat(BoundedHttpClient.send(HttpCall.get(URI.create("https://127.0.0.1:" + plain.port()))))
                    .isInstanceOfSatisfying(HttpFailure.class, f -> assertThat(f.message())
                            .startsWith("TLS failed (")
                            .doesNotContain("\n"));
        }
    }

    private ObjectAssert<HttpResult> assertThatFailure(Answer answer, int maxBytes) throws InterruptedException {
        try (UnendingServer unending = new UnendingServer(answer)) {
            long start = System.nanoTime();
            HttpResult result = BoundedHttpClient.send(
                    HttpCall.get(unending.uri()).within(SHORT).atMost(maxBytes));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
            assertThat(unending.clientLeaves()).as("the connection is closed").isTrue();
            return assertThat(result);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

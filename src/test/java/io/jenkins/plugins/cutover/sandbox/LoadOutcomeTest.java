package io.jenkins.plugins.cutover.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the load names the end of one request, against a server that sends exactly these bytes. */
class LoadOutcomeTest {
    private static final String PATH = "/orders/7";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nX-Side: EKS\r\n";

    private final SampleHost host = new SampleHost(7);

    @AfterEach
    void stop() {
        host.close();
    }

    private static String body() {
        SampleContent content = SampleRoute.ORDERS.content(PATH);
        ByteBuffer bytes = ByteBuffer.allocate((int) content.length());
        content.copy(0, bytes);
        return new String(bytes.array(), ISO_8859_1);
    }

    private static String framed(String body) {
        return "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** The first request after this answer; the connection stays open unless the server ends it. */
    private RequestLog.Entry after(String answer, boolean thenClose) throws IOException {
        List<RequestLog.Entry> ended = new ArrayList<>();
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(5_000);
        LoadPlan plan = LoadPlan.of(20, List.of((InetSocketAddress) server.getLocalSocketAddress()))
                .withPath("sandbox", PATH)
                .withTimeout(Duration.ofSeconds(1));
        try (server;
                LoadGenerator load = LoadGenerator.start(plan);
                Socket client = server.accept()) {
            load.rate(0);
            client.getOutputStream().write(answer.getBytes(ISO_8859_1));
            if (thenClose) {
                client.close();
            }
            await().until(() -> load.log().size() > 0);
            load.log().between(load.log().start(), load.now(), ended::add);
        }
        return ended.get(0);
    }

    private Outcome outcome(String answer, boolean thenClose) throws IOException {
        return after(answer, thenClose).outcome();
    }

    @Test
    void theExpectedAnswerIsGood() throws IOException {
        RequestLog.Entry good = after(HEAD + framed(body()), false);
        assertThat(good.outcome()).isEqualTo(Outcome.OK);
        assertThat(good.side()).isEqualTo(Side.EKS);
        assertThat(good.harmed()).isFalse();
    }

    @Test
    void aChunkedAnswerIsReadToItsLastChunk() throws IOException {
        String two = "5\r\n" + body().substring(0, 5) + "\r\n" + Integer.toHexString(body().length() - 5) + ";x=y\r\n"
                + body().substring(5) + "\r\n0\r\n\r\n";
        assertThat(outcome(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + two, false))
                .isEqualTo(Outcome.OK);
    }

    @Test
    void anAnswerThatAFaultMadeSlowIsHarm() throws IOException {
        RequestLog.Entry hit = after(HEAD + SampleAnswers.MARK + ": LATENCY\r\n" + framed(body()), false);
        assertThat(hit.outcome()).isEqualTo(Outcome.OK);
        assertThat(hit.harmed()).isTrue();
    }

    @Test
    void aConnectionThatEndsBeforeTheHeadIsClosed() throws IOException {
        assertThat(outcome("HTTP/1.1 20", true)).isEqualTo(Outcome.CLOSED);
    }

    @Test
    void aConnectionThatEndsInTheBodyIsTruncatedAndTheSideIsKnown() throws IOException {
        RequestLog.Entry cut = after(HEAD + "Content-Length: " + body().length() + "\r\n\r\n" + "half", true);
        assertThat(cut.outcome()).isEqualTo(Outcome.TRUNCATED);
        assertThat(cut.side()).isEqualTo(Side.EKS);
        assertThat(outcome(HEAD + "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", true))
                .isEqualTo(Outcome.TRUNCATED);
    }

    @Test
    void aBodyThatStopsIsStalled() throws IOException {
        assertThat(outcome(HEAD + "Content-Length: 500\r\n\r\nhalf", false)).isEqualTo(Outcome.STALLED);
    }

    @Test
    void noByteOfAnAnswerIsGivenUp() throws IOException {
        assertThat(outcome("", false)).isEqualTo(Outcome.TIMEOUT);
    }

    @Test
    void anotherStatusThanThePathsIsWrongAndNotLost() throws IOException {
        Outcome redirected =
                outcome("HTTP/1.1 302 Found\r\nX-Side: EKS\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n", false);
        assertThat(redirected).isEqualTo(Outcome.WRONG_STATUS);
        assertThat(redirected.lost()).isFalse();
        assertThat(outcome("HTTP/1.1 500 Error\r\nX-Side: EKS\r\nContent-Length: 0\r\n\r\n", false))
                .isEqualTo(Outcome.SERVICE_ERROR);
    }

    @Test
    void aShorterBodyOrOtherBytesAreAWrongBody() throws IOException {
        assertThat(outcome(HEAD + framed(""), false)).isEqualTo(Outcome.WRONG_BODY);
        assertThat(outcome(HEAD + framed(body().substring(1)), false)).isEqualTo(Outcome.WRONG_BODY);
        assertThat(outcome(HEAD + framed("x" + body().substring(1)), false)).isEqualTo(Outcome.WRONG_BODY);
        assertThat(outcome(HEAD + framed(body() + "x"), false)).isEqualTo(Outcome.WRONG_BODY);
    }

    @Test
    void theMixOfAllRoutesIsAnsweredWellAndLongStreamsDoNotDelayTheEnd() {
        SampleService service = host.start(
                new InetSocketAddress("127.0.0.1", 0), Side.MESOS, "task-1", Duration.ofMillis(1), new ServiceFaults());
        LoadGenerator load = LoadGenerator.start(
                LoadPlan.mixed(300, List.of(service.address())).withHttp2(0));
        await().until(() -> load.log().size() > 900);
        load.close();
        assertThat(load.snapshot().failed()).as(load.snapshot().toString()).isZero();
        int[] statuses = new int[600];
        load.log().between(load.log().start(), load.now(), e -> statuses[e.status()]++);
        assertThat(statuses[201]).as("uploads").isPositive();
        assertThat(statuses[301]).isPositive();
        assertThat(statuses[404]).isPositive();
    }

    /** HAProxy takes HTTP/2 in clear text where a client begins with it. */
    @Test
    void everyRequestByHttp2IsAnsweredWellThroughHaproxyAndItsReload() {
        SampleService service = host.start(
                new InetSocketAddress("127.0.1.1", 0), Side.MESOS, "task-1", Duration.ofMillis(1), new ServiceFaults());
        Endpoint mesos = new Endpoint("127.0.1.1", service.address().getPort());
        try (HaproxyProcess haproxy = HaproxyProcess.start(List.of(mesos));
                LoadGenerator load = LoadGenerator.start(
                        LoadPlan.mixed(300, List.of(Sandbox.entrance(haproxy))).withHttp2(1))) {
            await().until(() -> load.log().size() > 300);
            haproxy.reload(true);
            long reloaded = load.log().size();
            await().until(() -> load.log().size() > reloaded + 600);
            load.close();
            assertThat(load.snapshot().failed()).as(load.snapshot().toString()).isZero();
            assertThat(load.snapshot().answered(Side.MESOS))
                    .isEqualTo(load.snapshot().total());
            assertThat(Integer.parseInt(haproxy.command("show info").replaceAll("(?s).*CumConns: (\\d+).*", "$1")))
                    .as("connections of the new worker")
                    .isLessThan(200);
        }
    }

    @Test
    void eachFaultHasAnOutcomeOfItsOwnByHttp2Too() {
        ServiceFaults faults = new ServiceFaults();
        SampleService service =
                host.start(new InetSocketAddress("127.0.1.1", 0), Side.EKS, "pod-1", Duration.ofMillis(1), faults);
        Endpoint pod = new Endpoint("127.0.1.1", service.address().getPort());
        try (HaproxyProcess haproxy = HaproxyProcess.start(List.of(pod));
                LoadGenerator load = LoadGenerator.start(LoadPlan.mixed(100, List.of(Sandbox.entrance(haproxy)))
                        .withHttp2(1)
                        .withTimeout(Duration.ofSeconds(1)))) {
            for (var expected : Map.of(
                            FaultKind.TRUNCATE, Outcome.TRUNCATED,
                            FaultKind.STALL, Outcome.STALLED,
                            FaultKind.HANG, Outcome.TIMEOUT,
                            FaultKind.SHORT_BODY, Outcome.WRONG_BODY,
                            FaultKind.REDIRECT, Outcome.WRONG_STATUS)
                    .entrySet()) {
                faults.hit(expected.getKey(), .5);
                await(expected.toString()).until(() -> load.snapshot().of(expected.getValue()) > 5);
            }
        }
    }
}

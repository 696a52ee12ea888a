package io.jenkins.plugins.cutover.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.Side;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What each fault does to one request. */
@Isolated("it measures times")
class SampleServiceFaultsTest {
    private static final String ORDER = "/orders/7";

    private final SampleHost host = new SampleHost(7);
    private final ServiceFaults faults = new ServiceFaults();
    private final SampleService service = service("pod-1", faults);

    @AfterEach
    void stop() {
        host.close();
    }

    private SampleService service(String name, ServiceFaults with) {
        return host.start(new InetSocketAddress("127.0.0.1", 0), Side.EKS, name, Duration.ofMillis(1), with);
    }

    private record Got(String head, String body, long millis) {}

    private static Got get(SampleService from, String path) throws IOException {
        return exchange(from, "GET " + path + " HTTP/1.1\r\nConnection: close\r\n\r\n", 3_000);
    }

    private Got get(String path) throws IOException {
        return get(service, path);
    }

    private static Got exchange(SampleService with, String request, int patience) throws IOException {
        long start = System.nanoTime();
        try (Socket socket =
                new Socket(with.address().getAddress(), with.address().getPort())) {
            socket.setSoTimeout(patience);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            String all = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            int end = all.indexOf("\r\n\r\n") + 4;
            return new Got(all.substring(0, end), all.substring(end), (System.nanoTime() - start) / 1_000_000);
        }
    }

    private static String good(String path) {
        SampleContent content = SampleRoute.of(path).content(path);
        ByteBuffer bytes = ByteBuffer.allocate((int) content.length());
        content.copy(0, bytes);
        return new String(bytes.array(), ISO_8859_1);
    }

    private void assertHit(Got got, int status) {
        assertThat(got.head()).startsWith("HTTP/1.1 " + status + " ").contains(SampleAnswers.MARK);
    }

    @Test
    void withoutAFaultEachRouteAnswersTheSameBytesAgain() throws IOException {
        assertThat(get(ORDER).body())
                .isEqualTo(good(ORDER))
                .isEqualTo(get(ORDER).body());
        assertThat(get(ORDER).head()).doesNotContain(SampleAnswers.MARK);
        assertThat(get("/missing/1").head()).startsWith("HTTP/1.1 404 ");
        assertThat(get("/old/1").head()).startsWith("HTTP/1.1 301 ").contains("Location: /orders/1\r\n");
        Got download = get("/download/3");
        assertThat(download.body()).isEqualTo(good("/download/3"));
        assertThat(download.millis())
                .as("2 MB/s")
                .isGreaterThan(good("/download/3").length() / 2_500L);
    }

    @Test
    void aListIsChunked() throws IOException {
        Got list = get("/list/5");
        assertThat(list.head()).contains("Transfer-Encoding: chunked\r\n").doesNotContain("Content-Length");
        assertThat(list.body()).endsWith("\r\n0\r\n\r\n");
        assertThat(list.body().replaceAll("(?s)[0-9A-F]+\r\n(.*?)\r\n", "$1"))
                .startsWith(good("/list/5").substring(0, 5_000));
    }

    @Test
    void anUploadIsAnsweredAfterItsLastByte() throws IOException {
        Got got = exchange(service, upload(200_000), 2_000);
        assertThat(got.head()).startsWith("HTTP/1.1 201 ");
        assertThat(got.body()).isEqualTo(good("/upload/1"));
    }

    private static String upload(int bytes) {
        return "POST /upload/1 HTTP/1.1\r\nConnection: close\r\nContent-Length: " + bytes + "\r\n\r\n"
                + "x".repeat(bytes);
    }

    @Test
    void statusesThatAreNotTheRoutesOwn() throws IOException {
        faults.hit(FaultKind.ERROR, 1);
        assertHit(get(ORDER), 500);
        faults.hit(FaultKind.NOT_FOUND, 1);
        assertHit(get(ORDER), 404);
        faults.hit(FaultKind.UNAUTHORIZED, 1);
        assertHit(get(ORDER), 401);
        faults.hit(FaultKind.REDIRECT, 1);
        assertHit(get(ORDER), 302);
        assertThat(get("/health").head()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void anEmptyAndAShortBodyHaveACorrectFrame() throws IOException {
        faults.hit(FaultKind.EMPTY_BODY, 1);
        assertThat(get("/list/5").head()).startsWith("HTTP/1.1 200 ").contains("Content-Length: 0\r\n");
        faults.hit(FaultKind.SHORT_BODY, 1);
        String half = good(ORDER).substring(0, good(ORDER).length() / 2);
        Got got = get(ORDER);
        assertHit(got, 200);
        assertThat(got.head()).contains("Content-Length: " + half.length() + "\r\n");
        assertThat(got.body()).isEqualTo(half);
    }

    @Test
    void aTruncatedBodyEndsInTheMiddleOfItsFrame() throws IOException {
        faults.hit(FaultKind.TRUNCATE, 1);
        Got got = get(ORDER);
        assertHit(got, 200);
        assertThat(got.head()).contains("Content-Length: " + good(ORDER).length() + "\r\n");
        assertThat(got.body()).hasSize(good(ORDER).length() / 2);
        assertThat(get("/list/5").body()).doesNotContain("\r\n0\r\n");
    }

    @Test
    void aStalledBodyStopsInTheMiddle() throws IOException {
        faults.hit(FaultKind.STALL, 1);
        try (Socket socket =
                new Socket(service.address().getAddress(), service.address().getPort())) {
            socket.setSoTimeout(500);
            socket.getOutputStream().write(("GET " + ORDER + " HTTP/1.1\r\n\r\n").getBytes(ISO_8859_1));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aHangingRequestGetsNoByte() {
        faults.hit(FaultKind.HANG, 1);
        assertThatThrownBy(() -> exchange(service, "GET / HTTP/1.1\r\n\r\n", 500))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aSlowBodyTakesHalfASecondMoreAndComesWhole() throws IOException {
        faults.hit(FaultKind.SLOW_BODY, 1);
        Got got = get(ORDER);
        assertHit(got, 200);
        assertThat(got.body()).isEqualTo(good(ORDER));
        assertThat(got.millis()).isBetween(480L, 900L);
    }

    @Test
    void aSlowAnswerTakesAMultipleOfItsTime() throws IOException {
        faults.hit(new ServiceFaults.AnswerFault(FaultKind.LATENCY, 300, ServiceFaults.Hits.part(1)));
        assertThat(get("/").millis()).isBetween(100L, 1_000L);
    }

    @Test
    void aSlowUploadDelaysOnlyRequestsWithABody() throws IOException {
        faults.hit(FaultKind.SLOW_UPLOAD, 1);
        assertThat(get(ORDER).millis()).isLessThan(300);
        assertThatThrownBy(() -> exchange(service, upload(100_000), 600)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aResetComesBeforeAnyByteOfTheAnswer() {
        faults.hit(FaultKind.RESET, 1);
        assertThatThrownBy(() -> get(ORDER)).isInstanceOf(SocketException.class);
    }

    @Test
    void aFaultHitsOneInstanceOrOneRouteOnly() throws IOException {
        SampleService second = service("pod-2", faults);
        faults.hit(new ServiceFaults.AnswerFault(FaultKind.ERROR, 1, ServiceFaults.Hits.instance("pod-2")));
        assertHit(get(second, ORDER), 500);
        assertThat(get(ORDER).head()).startsWith("HTTP/1.1 200 ");
        faults.hit(new ServiceFaults.AnswerFault(FaultKind.ERROR, 1, ServiceFaults.Hits.route(SampleRoute.PRICES)));
        assertHit(get("/prices/4"), 500);
        assertThat(get(ORDER).head()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aFaultGrowsWithTime() {
        ServiceFaults.Hits growing = ServiceFaults.Hits.growing(.5, 1_000_000);
        assertThat(growing.fraction("pod-1", "/")).isBetween(0.0, 0.001);
        assertThat(ServiceFaults.Hits.growing(.5, 0).fraction("pod-1", "/")).isEqualTo(.5);
    }

    @Test
    void anOverloadHitsOnlyAboveItsShareOfTheRequests() {
        int[] own = {50};
        ServiceFaults.Hits above = ServiceFaults.Hits.above(.5, () -> own[0], () -> 50, .5);
        assertThat(above.fraction("pod-1", "/")).isZero();
        own[0] = 51;
        assertThat(above.fraction("pod-1", "/")).isEqualTo(.5);
    }
}

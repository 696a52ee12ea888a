package io.jenkins.plugins.cutover.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.operation.retire.Retire;
import io.jenkins.plugins.cutover.operation.retire.Retire.MesosAfter;
import io.jenkins.plugins.cutover.sandbox.LiveCutover;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A client keeps a request open on Mesos through a real HAProxy, as a WebSocket does. */
final class LongSessionOnMesosTest {
    @Test
    void mesosIsGivenUpAfterTheSessionIsCut() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(100)) {
            cutover.deploy();
            try (Socket client =
                    new Socket("127.0.0.1", cutover.sandbox().first().httpPort())) {
                client.getOutputStream()
                        .write("POST / HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 100\r\n\r\nx"
                                .getBytes(StandardCharsets.US_ASCII));
                client.getOutputStream().flush();
                cutover.shift("100");
                cutover.run(cutover.verify(Duration.ofSeconds(2)));
                Instant from = cutover.load().now();
                assertThatThrownBy(() -> cutover.run(retire(cutover, null)))
                        .hasMessageContaining("1 requests on Mesos");
                cutover.run(retire(cutover, Duration.ofSeconds(1)));
                LoadSnapshot others = cutover.load().since(from);
                System.out.println(
                        "a session on Mesos is cut: " + cutover.record().state() + ", others " + others);
                assertThat(cutover.record().state()).isEqualTo(CutoverState.RETIRED);
                assertThat(cutover.history()).anyMatch(h -> h.startsWith("cut: open requests on Mesos are closed"));
                assertThat(others.failed()).isZero();
            }
        }
    }

    private static Retire retire(LiveCutover cutover, Duration cutAfter) {
        return new Retire(
                cutover.context(),
                "orders",
                Duration.ofSeconds(1),
                "alice",
                MesosAfter.SCALE_DOWN,
                Duration.ofSeconds(4),
                cutAfter);
    }
}

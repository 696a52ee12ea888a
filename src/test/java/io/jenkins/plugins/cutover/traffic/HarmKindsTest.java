package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess.Setup;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One request of each kind through real HAProxies: what the ring and the counters show of it. */
class HarmKindsTest {
    /** What one request must leave behind. */
    private record Expected(String path, HarmKind kind, long errors, long aborts) {}

    static List<String> binaries() {
        return HaproxyVersionsTest.binaries().toList();
    }

    private static List<Expected> expected(boolean v22, boolean v30) {
        return List.of(
                new Expected("/whole", null, 0, 0),
                new Expected("/early-hints", null, 0, 0),
                new Expected("/not-modified", null, 0, 0),
                new Expected("/302", HarmKind.REDIRECTED, 0, 0),
                new Expected("/401", HarmKind.UNAUTHORIZED, 0, 0),
                new Expected("/404", HarmKind.NOT_FOUND, 0, 0),
                new Expected("/429", HarmKind.TOO_MANY_REQUESTS, 0, 0),
                new Expected("/413", HarmKind.CLIENT_ERROR, 0, 0),
                new Expected("/500", HarmKind.FAILED, 1, 0),
                new Expected("/reset", HarmKind.FAILED, v22 ? 2 : 1, 0), // 2.2 has it in eresp and in srv_abrt
                new Expected("/close", HarmKind.FAILED, 1, 0),
                new Expected("/hang", HarmKind.FAILED, 1, 0),
                new Expected("/websocket-reset", HarmKind.TRUNCATED, 1, 0),
                new Expected("/cut-off", HarmKind.TRUNCATED, 1, 0),
                // 3.0 reports a stall as a client that left.
                new Expected("/stall", v30 ? HarmKind.GIVEN_UP_IN_BODY : HarmKind.STALLED, v30 ? 0 : 1, v30 ? 1 : 0));
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void everyWayToEndIsSeenAndCountedOnce(String binary) throws IOException {
        try (World world = new World(binary, "")) {
            String version = world.router.read().reachable().get(0).version();
            List<String> wrong = new ArrayList<>();
            for (Expected e : expected(version.startsWith("2.2"), version.startsWith("3.0"))) {
                world.begin();
                world.request(e.path(), false);
                world.check(e, wrong);
            }
            assertThat(wrong).as(version).isEmpty();
        }
    }

    /** Without the option HAProxy waits for the server; 2.2 does so with it too. */
    @ParameterizedTest
    @MethodSource("binaries")
    void aClientThatLeavesBeforeTheAnswerIsSeenWithAbortonclose(String binary) throws IOException {
        try (World world = new World(binary, "option abortonclose\n    ")) {
            boolean v22 = world.router.read().reachable().get(0).version().startsWith("2.2");
            List<String> wrong = new ArrayList<>();
            world.begin();
            world.request("/leave", true);
            world.check(
                    v22
                            ? new Expected("/leave", HarmKind.FAILED, 1, 0)
                            : new Expected("/leave", HarmKind.GIVEN_UP, 0, 1),
                    wrong);
            assertThat(wrong).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void aRefusedConnectionIsOneFailure(String binary) throws IOException {
        try (World world = new World(binary, "")) {
            List<String> wrong = new ArrayList<>();
            world.begin();
            world.server.close();
            world.request("/refused", false);
            world.check(new Expected("/refused", HarmKind.FAILED, 1, 0), wrong);
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void inTcpModeConnectionsAreCountedAndResetsAreTheirFailures() throws IOException {
        Setup tcp = Setup.example()
                .withoutRing()
                .edited("    mode http\n", "    mode tcp\n")
                .edited("(?m)^ +(http-re|log-for).*\n", "")
                .edited(" observe layer7.*", "");
        try (World world = new World(tcp)) {
            world.begin();
            world.request("/whole", false);
            world.request("/reset", false);
            assertThat(world.router.read().countsConnections()).isTrue();
            await().untilAsserted(() -> assertThat(
                            KindCounts.of(world.router.read().counters().since(world.before))
                                    .mesos())
                    .isEqualTo(new SideKinds(2, Map.of(HarmKind.FAILED, 1L))));
        }
    }

    private static final class World implements AutoCloseable {
        final FaultyServer server = new FaultyServer();
        final HaproxyProcess haproxy;
        final Router router;
        private List<RingCursor> cursors;
        private CounterSnapshot before;

        /** @param option lines for the section {@code defaults} */
        World(String binary, String option) throws IOException {
            this(Setup.example()
                    .withBinary(binary)
                    .edited("timeout server 60s", option + "timeout server 500ms")
                    .edited("option redispatch 1", ""));
        }

        World(Setup setup) throws IOException {
            haproxy =
                    HaproxyProcess.start(setup, List.of("mesos1 127.0.0.1:" + server.port() + " weight 100 no-check"));
            router = Router.of(TestFleet.spec(List.of(haproxy.unix())), Secrets.NONE, Duration.ofSeconds(2));
        }

        void begin() {
            cursors = router.latencies(List.of()).cursors();
            before = router.read().counters();
        }

        /** @param leave whether the client leaves after a moment, and does not wait for the end of the answer */
        void request(String path, boolean leave) throws IOException {
            boolean upgrade = path.startsWith("/websocket");
            try (Socket s = new Socket(InetAddress.getLoopbackAddress(), haproxy.httpPort())) {
                String connection = upgrade
                        ? "Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
                        : "close";
                String text = "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: " + connection + "\r\n\r\n";
                s.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                s.setSoTimeout(leave ? 100 : 10_000);
                InputStream in = s.getInputStream();
                in.read();
                server.clientHasTheBeginning();
                if (upgrade) {
                    s.getOutputStream().write('x');
                }
                in.readAllBytes();
            } catch (SocketTimeoutException | SocketException e) {
                // It has left, or HAProxy passed the reset on.
            }
        }

        void check(Expected expected, List<String> wrong) {
            List<Answer> answers = new ArrayList<>();
            await().atMost(Duration.ofSeconds(5)).until(() -> {
                RingReading ring = router.latencies(cursors);
                answers.addAll(ring.answers());
                cursors = ring.cursors();
                return !answers.isEmpty();
            });
            // HAProxy writes the line before it has released the request.
            await().until(() -> router.read().reachable().get(0).inFlight().equals(InFlight.NONE));
            long requests = Math.max(1, expected.errors()); // a failure counted twice is two requests
            KindCounts counts = KindCounts.of(router.read().counters().since(before));
            String seen = answers.get(0).route() + " " + answers.get(0).kind() + " errors "
                    + counts.mesos().of(HarmKind.FAILED) + " left "
                    + counts.mesos().of(HarmKind.GIVEN_UP) + " of "
                    + counts.mesos().requests();
            String wanted = expected.path().substring(1) + " " + expected.kind() + " errors " + expected.errors()
                    + " left " + expected.aborts() + " of " + requests;
            if (answers.size() != 1 || !seen.equals(wanted)) {
                wrong.add("expected " + wanted + ", was " + seen + ": " + answers);
            }
        }

        @Override
        public void close() throws IOException {
            haproxy.close();
            server.close();
        }
    }
}

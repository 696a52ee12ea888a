package io.jenkins.plugins.cutover.traffic;

import static io.jenkins.plugins.cutover.traffic.OldVersionsTest.backend;
import static io.jenkins.plugins.cutover.traffic.OldVersionsTest.desired;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome.Confirmed;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome.Refused;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome.Unknown;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Malformed answers: one clear line, no wait past the deadline, no change that goes unreported. */
class HostileAnswersTest {
    private static final Duration DEADLINE = Duration.ofMillis(400);

    @Test
    void aSocketThatNeverAnswersTimesOut() {
        long start = System.nanoTime();
        assertThat(reason(c -> "", bytes -> new byte[0])).contains("no answer in 400 ms", "\"prompt\"");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE.multipliedBy(5));
    }

    @Test
    void aSocketThatClosesInTheMiddleOfAnAnswerIsReported() {
        AtomicInteger answers = new AtomicInteger();
        assertThat(reason(backend(Dialect.V2_6)::execute, bytes -> answers.incrementAndGet() < 3 ? bytes : null))
                .contains("closed the connection", "\"show stat orders 6 -1\"");
    }

    @Test
    void moreAnswersThanCommandsAreRefused() {
        assertThat(reason(c -> "\n> \n> \n> \n> ", UnaryOperator.identity())).contains("more answers than");
    }

    @Test
    void theMasterSocketIsRecognised() {
        assertThat(reason(c -> "", bytes -> "\nmaster> ".getBytes(StandardCharsets.UTF_8)))
                .contains("is the master's socket");
    }

    @Test
    void aTruncatedTableIsRefused() {
        assertThat(edited("show stat orders 6 -1", t -> t.substring(0, t.lastIndexOf("eks1") + 20)))
                .contains("the answer to \"show stat orders 6 -1\" has a row of", "cut short?");
        assertThat(edited("show servers state orders", t -> t.substring(0, t.lastIndexOf("orders") - 3)))
                .contains("lists the server eks3 in one table and not in the other");
    }

    @Test
    void columnsAreFoundByNameInAnyOrder() {
        UnaryOperator<String> reversed = t -> t.lines()
                .map(l -> {
                    List<String> fields =
                            Arrays.asList(l.replaceFirst("^# ", "").split(",", -1));
                    java.util.Collections.reverse(fields);
                    String line = String.join(",", fields.subList(1, fields.size())) + ",";
                    return (l.startsWith("# ") ? "# new_column," : "x,") + line;
                })
                .collect(java.util.stream.Collectors.joining("\n"));
        assertThat(edited("show stat orders 6 -1", reversed)).isEmpty();
    }

    @Test
    void aMissingColumnIsNamed() {
        assertThat(edited("show stat orders 6 -1", t -> t.replace(",econ,", ",other,")))
                .contains("has no column econ");
    }

    @Test
    void textInANumberColumnIsNamed() {
        assertThat(edited("show servers state orders", t -> t.replace(" 100 ", " many ")))
                .contains("has \"many\" as a number in column srv_uweight");
        assertThat(edited("show servers state orders", t -> t.replace(" 100 ", " 99999999999 ")))
                .contains("reports the weight 99999999999");
    }

    @Test
    void aLineOfOneMegabyteIsRead() {
        assertThat(edited("show info", t -> t + "Description: " + "x".repeat(1 << 20) + "\n"))
                .isEmpty();
    }

    @Test
    void agentTextMayContainLineBreaksAndQuotes() {
        assertThat(edited(
                        "show stat orders 6 -1",
                        t -> t.replaceFirst("(?m)^(orders,mesos1(?:,[^,]*){54},)", "$1\"a \"\"b\"\",\nc\"")))
                .isEmpty();
    }

    @Test
    void aRefusalInTheMiddleOfAShiftIsReportedAsRefused() {
        ModelBackend backend = ready();
        AtomicInteger weights = new AtomicInteger();
        Function<String, String> denies = c -> c.startsWith("set weight") && weights.incrementAndGet() > 1
                ? "Permission denied\n"
                : backend.execute(c);
        InstanceOutcome outcome = shift(denies, UnaryOperator.identity());
        assertThat(outcome).isInstanceOfSatisfying(Refused.class, r -> {
            assertThat(r.changed()).isTrue();
            assertThat(r.reason()).contains("no admin level");
        });
    }

    @Property(tries = 60)
    void aConnectionThatBreaksAnywhereHidesNoChange(@ForAll long seed) {
        Random random = new Random(seed);
        ModelBackend backend = ready();
        List<Integer> before = weights(backend);
        int breaksAt = random.nextInt(22);
        AtomicInteger answers = new AtomicInteger();
        InstanceOutcome outcome = shift(backend::execute, bytes -> {
            boolean breaks = answers.getAndIncrement() == breaksAt;
            return breaks && random.nextBoolean() ? null : breaks ? Arrays.copyOf(bytes, bytes.length / 2) : bytes;
        });
        if (outcome instanceof Unknown unknown && !unknown.changePossible()) {
            assertThat(weights(backend)).isEqualTo(before);
        } else if (outcome instanceof Confirmed) {
            assertThat(TrafficPropertiesTest.reading(backend).share()).isEqualTo(Share.ofPercent(25));
        }
        assertThat(outcome.text()).isNotBlank();
    }

    @Property(tries = 60)
    void randomBytesGiveAOneLineProblem(@ForAll long seed) {
        Random random = new Random(seed);
        InstanceOutcome outcome = shift(ready()::execute, bytes -> {
            byte[] garbage = random.nextInt(6) > 0 ? bytes : new byte[random.nextInt(300)];
            if (garbage != bytes) {
                random.nextBytes(garbage);
            }
            return garbage;
        });
        assertThat(outcome.text())
                .doesNotContain("\n")
                .doesNotContain("Exception")
                .hasSizeLessThan(400);
    }

    private static ModelBackend ready() {
        ModelBackend backend = backend(Dialect.V2_6);
        TrafficPropertiesTest.apply(backend, desired("0"));
        backend.servers(Side.EKS).forEach(s -> s.healthy = true);
        backend.check();
        return backend;
    }

    private static List<Integer> weights(ModelBackend backend) {
        return List.of(Side.values()).stream()
                .flatMap(side -> backend.servers(side).stream())
                .map(s -> s.weight)
                .toList();
    }

    private static InstanceOutcome shift(Function<String, String> answers, UnaryOperator<byte[]> corrupt) {
        try (FakeSocket socket = new FakeSocket(answers, corrupt)) {
            return router(socket).apply(desired("25")).instances().get(0);
        }
    }

    private static String edited(String question, UnaryOperator<String> edit) {
        ModelBackend backend = backend(Dialect.V2_6);
        return reason(
                c -> c.equals(question) ? edit.apply(backend.execute(c)) : backend.execute(c),
                UnaryOperator.identity());
    }

    /** Why the instance could not be read; empty when it was read. */
    private static String reason(Function<String, String> answers, UnaryOperator<byte[]> corrupt) {
        try (FakeSocket socket = new FakeSocket(answers, corrupt)) {
            List<Unreachable> unreachable = router(socket).read().unreachable();
            return unreachable.isEmpty() ? "" : unreachable.get(0).reason();
        }
    }

    private static Router router(FakeSocket socket) {
        return Router.of(TestFleet.spec(List.of(socket.address())), Secrets.NONE, DEADLINE);
    }
}

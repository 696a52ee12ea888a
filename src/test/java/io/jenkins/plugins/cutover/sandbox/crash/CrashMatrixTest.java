package io.jenkins.plugins.cutover.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadPlan;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import io.jenkins.plugins.cutover.sandbox.crash.CrashTestCutover.End;
import io.jenkins.plugins.cutover.sandbox.crash.ProcessLife.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The process dies before every kind of journal write and every kind of outside call of a cutover and its rollback, in
 * turn, on two real HAProxies under load, and in the middle of every change of the fleet. Then the same build continues,
 * or another owner runs a rollback with only the service's name.
 */
final class CrashMatrixTest {
    /** Repeated rounds have the same effect: the process dies at two of a kind. */
    private static final int ALIKE = 2;

    /** The everyday run dies at each sixth point; {@code ./cutover test -Dcrash.every=1} at all, some minutes longer. */
    private static final int EVERY = Integer.getInteger("crash.every", 6);

    private static Sandbox sandbox;
    private static LoadGenerator load;

    private final CrashTestCutover cutover = new CrashTestCutover(sandbox);

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start();
        load = LoadGenerator.start(LoadPlan.of(300, sandbox.entrances()));
    }

    @AfterAll
    static void stop() {
        load.close();
        sandbox.close();
    }

    @Test
    void aCrashAtAnyPointLosesNoRequest() throws Exception {
        ProcessLife whole = ProcessLife.full();
        assertThat(cutover.forward(whole, 0)).isEqualTo(-1);
        somebodyScalesMesosDown();
        assertThat(cutover.back(whole, CrashTestCutover.BUILD)).isEqualTo(End.DONE);
        assertBack("no process died");
        eachOf(whole.lived(), this::diesOnTheWay);
        assertThat(load.snapshot().lost())
                .as("a crash of the cutover loses no request")
                .isZero();
    }

    @Test
    void aCrashDuringTheReturnFromHarmLosesNoRequest() throws Exception {
        ProcessLife whole = ProcessLife.full();
        assertThat(cutover.intoHarm(whole)).isEqualTo(End.FAILED);
        cutover.back(whole, CrashTestCutover.BUILD);
        assertBack("no process died");
        List<Point> lived = whole.lived();
        int decided = lived.indexOf(new Point("verify", "write of \"rollback\"", 1));
        eachOf(lived.subList(decided, lived.size()), this::diesInHarm);
        assertThat(load.snapshot().lost())
                .as("a crash of the cutover loses no request")
                .isZero();
    }

    private interface Dies {
        void at(Point point, ProcessLife life, boolean byTheSameBuild) throws Exception;
    }

    /** Alternates between a rollback by the same build and by another owner. */
    private static void eachOf(List<Point> lived, Dies dies) throws Exception {
        List<Point> all =
                lived.stream().filter(p -> p.number() <= ALIKE).distinct().toList();
        List<Point> points = IntStream.range(0, all.size())
                .filter(i -> i % EVERY == 0)
                .mapToObj(all::get)
                .toList();
        List<String> missed = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < points.size(); i++) {
            ProcessLife life = ProcessLife.until(points.get(i));
            dies.at(points.get(i), life, i % 2 == 0);
            if (!life.over()) {
                missed.add(points.get(i).toString());
            }
        }
        System.out.printf(
                "crash matrix: %d of %d points in %.0f s, %d requests, %d lost; not reached again: %s%n",
                points.size(),
                all.size(),
                (System.nanoTime() - began) / 1e9,
                load.snapshot().total(),
                load.snapshot().lost(),
                missed);
        assertThat(missed)
                .as("repeated rounds, of which there may be fewer, and looks that fall due by the clock")
                .allMatch(m -> m.endsWith("no. 2") || !changes(m));
    }

    private static boolean changes(String point) {
        return Stream.of("write", "apply", "drain", "scale", "delete", "force").anyMatch(point::contains);
    }

    private void diesOnTheWay(Point point, ProcessLife life, boolean byTheSameBuild) throws Exception {
        int step = cutover.forward(life, 0);
        if (step < 0) {
            assertCompleted(point);
            somebodyScalesMesosDown();
            cutover.back(life, CrashTestCutover.BUILD);
        } else if (byTheSameBuild) {
            assertThat(cutover.forward(ProcessLife.full(), step))
                    .as(point.toString())
                    .isEqualTo(-1);
            assertCompleted(point);
        }
        comesBack(point, byTheSameBuild);
    }

    private void diesInHarm(Point point, ProcessLife life, boolean byTheSameBuild) throws Exception {
        if (cutover.intoHarm(life) == End.FAILED) {
            cutover.back(life, CrashTestCutover.BUILD);
        }
        comesBack(point, byTheSameBuild);
    }

    private void comesBack(Point point, boolean byTheSameBuild) throws Exception {
        if (cutover.begun()) {
            cutover.back(ProcessLife.full(), byTheSameBuild ? CrashTestCutover.BUILD : "somebody else");
            assertBack(point.toString());
        }
    }

    private static void somebodyScalesMesosDown() {
        sandbox.marathon().outsideScale(Sandbox.APP, 3);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> sandbox.first()
                                .command("show stat orders 4 -1")
                                .lines()
                                .filter(l -> l.startsWith("orders,mesos") && l.contains(",DOWN"))
                                .count()
                        == 1);
    }

    private void assertCompleted(Point point) throws Exception {
        assertThat(cutover.record().state()).as(point.toString()).isEqualTo(CutoverState.COMPLETED);
        assertThat(answeredFromNow().answered(Side.MESOS))
                .as("by Mesos after " + point)
                .isZero();
    }

    private void assertBack(String after) throws Exception {
        assertThat(cutover.record().state()).as(after).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat(sandbox.marathon().instances(Sandbox.APP)).as(after).isEqualTo(4);
        assertThat(sandbox.marathon().healthy(Sandbox.APP)).as(after).hasSize(4);
        assertThat(answeredFromNow().answered(Side.EKS))
                .as("by EKS after " + after)
                .isZero();
    }

    private static LoadSnapshot answeredFromNow() {
        Instant from = load.now();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> load.since(from).total() >= 45);
        return load.since(from);
    }
}

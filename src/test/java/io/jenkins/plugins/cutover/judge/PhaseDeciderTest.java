package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.judge.Decision.Action;
import io.jenkins.plugins.cutover.judge.PhaseDecider.Elapsed;
import io.jenkins.plugins.cutover.model.Verdict;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhaseDeciderTest {
    private final PhaseDecider decider = new PhaseDecider(Replay.ERRORS_ONLY);

    private final Judgement proven =
            Replay.ofErrors().seconds(60, s -> Pair.of(20, 0, 180, 0)).found();
    private final Judgement unproven =
            Replay.ofErrors().seconds(60, s -> Pair.of(2, 0, 18, 0)).found();
    private final Judgement suspicious =
            Replay.ofErrors().seconds(3, s -> Pair.of(20, 1, 180, 0)).found();
    private final Judgement harmful =
            Replay.ofErrors().seconds(60, s -> Pair.of(20, 10, 180, 0)).found();

    @Test
    void aProvenPhasePassesAfterItsBakeTimeAndNotBefore() {
        assertThat(decider.decide(proven, at(59, 60)).action()).isEqualTo(Action.WAIT);
        Decision passed = decider.decide(proven, at(60, 60));
        assertThat(passed.action()).isEqualTo(Action.PASS);
        assertThat(passed.verdict()).isEqualTo(Verdict.HEALTHY);
    }

    /** A database that both sides load: both fail alike, and Mesos did not before. */
    @Test
    void mesosThatFailsMoreThanBeforeTheCutoverHoldsThePhaseUntilItRecovers() {
        BaselineHistory before = new BaselineHistory(100_000, 50, 60, 1);
        Replay replay =
                new Replay(Replay.ERRORS_ONLY, 5000, before).seconds(120, s -> Pair.of(100, 5 + s % 3, 100, 5 + s % 2));
        Decision held = decider.decide(replay.found(), at(120, 60));
        assertThat(held.action()).isEqualTo(Action.WAIT);
        assertThat(held.sentence())
                .contains(
                        "still waiting for Mesos to be as before (Mesos fails 5.5 % of its requests, before the cutover at"
                                + " most ");
        replay.seconds(120, s -> Pair.of(100, 0, 100, 0));
        assertThat(decider.decide(replay.found(), at(240, 60)).action()).isEqualTo(Action.PASS);
    }

    @Test
    void mesosWhoseAnswersAreSlowerThanBeforeHoldsThePhase() {
        Replay replay = new Replay(JudgeSettings.defaults(), 5000, BaselineHistory.NONE).polls(60, s -> answers(s, 40));
        Decision held = decider.decide(replay.found(), at(60, 60));
        assertThat(held.action()).isEqualTo(Action.WAIT);
        assertThat(held.sentence()).contains("Mesos is slower than before: 100 % of its answers");
    }

    /** Answers of one route hardly differ, so a millisecond more puts all of them above the median. */
    @Test
    void mesosThatIsHardlySlowerThanBeforeDoesNotHoldThePhase() {
        Replay replay = new Replay(JudgeSettings.defaults(), 5000, BaselineHistory.NONE).polls(60, s -> answers(s, 21));
        assertThat(replay.found().mesosWorse()).isEmpty();
    }

    /** Of both sides, 100 in so many milliseconds each; Mesos's former median is 20. */
    private static Poll answers(int second, double millis) {
        LatencyQuantiles before = new LatencyQuantiles(20, 20, 20);
        double[] answers = DoubleStream.generate(() -> millis).limit(100).toArray();
        int[] whole = DoubleStream.of(answers).mapToInt(t -> (int) t).toArray();
        RecentQuantiles usual = RecentQuantiles.NONE.plus(
                0, IntStream.generate(() -> 20).limit(400).toArray());
        return Poll.of(second, Pair.of(100, 0, 100, 0))
                .withLatency(usual.slower(whole, whole, 1.2))
                .withSlowMesos(before.slowerThanBefore(answers));
    }

    @Test
    void harmDoesNotWaitForTheBakeTime() {
        Decision back = decider.decide(harmful, at(5, 60));
        assertThat(back.action()).isEqualTo(Action.ROLL_BACK);
        assertThat(back.verdict()).isEqualTo(Verdict.HARMFUL);
        assertThat(back.unstable()).isFalse();
    }

    @Test
    void unprovenPhaseWaitsExtendsOnceAndAsks() {
        assertThat(decider.decide(unproven, at(899, 60)).action()).isEqualTo(Action.WAIT);
        assertThat(decider.decide(unproven, at(900, 60)).action()).isEqualTo(Action.EXTEND);
        assertThat(decider.decide(unproven, extended(1799)).action()).isEqualTo(Action.WAIT);
        Decision asked = decider.decide(bothFail(), extended(1800));
        assertThat(asked.action()).as("no sign of harm").isEqualTo(Action.ASK);
        assertThat(asked.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(asked.unstable()).isTrue();
        assertThat(asked.sentence()).startsWith("INCONCLUSIVE after 1800 s: EKS ");
        assertThat(decider.decide(bothFail(), extended(1800), "check orders").action())
                .as("something else was not as it should be")
                .isEqualTo(Action.ROLL_BACK);
    }

    /** A service with little traffic is not sent back for that: a person decides, with the numbers. */
    @Test
    void aPersonIsAskedWhereTrafficIsTooLowForAProof() {
        Decision asked = decider.decide(unproven, extended(1800));
        assertThat(asked.action()).isEqualTo(Action.ASK);
        assertThat(asked.sentence())
                .startsWith("INCONCLUSIVE after 1800 s: EKS 0 of 120 requests failed, Mesos 0 of 1,080;")
                .contains("not enough EKS traffic");
    }

    private static Judgement bothFail() {
        Replay replay = Replay.ofErrors().seconds(40, s -> Pair.of(20, s % 4 == 0 ? 1 : 0, 180, s % 4 == 0 ? 7 : 0));
        assertThat(replay.found().enoughData()).isTrue();
        assertThat(replay.found().kind()).isEqualTo(Judgement.Kind.CONTINUE);
        return replay.found();
    }

    @Test
    void suspicionIsNotExtended() {
        assertThat(suspicious.evidence().harm()).isBetween(10.0, 99.0);
        assertThat(decider.decide(suspicious, at(900, 60)).action()).isEqualTo(Action.ROLL_BACK);
    }

    @Test
    void missedPollsHoldAndThenRollBack() {
        assertThat(decider.decide(proven, new Elapsed(60, 60, 2, 3, false)).action())
                .isEqualTo(Action.PASS);
        Decision held = decider.decide(proven, new Elapsed(60, 60, 3, 4, false));
        assertThat(held.action()).isEqualTo(Action.HOLD);
        assertThat(held.verdict()).isEqualTo(Verdict.BLIND);
        assertThat(decider.decide(proven, new Elapsed(115, 60, 58, 59, false)).action())
                .isEqualTo(Action.HOLD);
        Decision back = decider.decide(proven, new Elapsed(116, 60, 59, 60, false));
        assertThat(back.action()).isEqualTo(Action.ROLL_BACK);
        assertThat(back.sentence()).isEqualTo("BLIND: no metrics for 60 s");
    }

    @Test
    void eksWithoutTrafficIsHeldAndNeverRolledBack() {
        Replay replay = Replay.ofErrors().seconds(60, s -> Pair.of(20, 0, 180, 0));
        replay.seconds(59, s -> Pair.of(0, 0, 200, 0));
        assertThat(decider.decide(replay.found(), at(119, 60)).action()).isEqualTo(Action.HOLD);
        replay.seconds(1, s -> Pair.of(0, 0, 200, 0));
        Decision held = decider.decide(replay.found(), at(120, 60));
        assertThat(held.action()).isEqualTo(Action.HOLD);
        assertThat(held.sentence())
                .isEqualTo("no request reached EKS for 60 s; 1333 were expected: the split is not what was set,"
                        + " look at the routing");
        assertThat(decider.decide(replay.found(), at(900, 60)).action()).isEqualTo(Action.EXTEND);
        assertThat(decider.decide(replay.found(), extended(1800)).action()).isEqualTo(Action.ASK);
    }

    /** Two instances, 2 requests/s, 5 %: 0 of 149 requests reached a healthy EKS, and BLIND rolled it back. */
    @Test
    void aSilenceOfEksThatItsShareAndTheRateExplainIsHeld() {
        Replay replay =
                new Replay(Replay.ERRORS_ONLY, 500, BaselineHistory.NONE).seconds(160, s -> Pair.of(0, 0, 2, 0));
        Decision held = decider.decide(replay.found(), atInstances(2, 160));
        assertThat(held.action()).as(held.sentence()).isEqualTo(Action.HOLD);
        assertThat(held.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(held.sentence()).isEqualTo("no request reached EKS for 160 s; 17 were expected, too few to tell");
    }

    @Test
    void aSilenceOfEksThatNoTurnsOfRoundRobinExplainHasAnotherReason() {
        Replay replay =
                new Replay(Replay.ERRORS_ONLY, 500, BaselineHistory.NONE).seconds(210, s -> Pair.of(0, 0, 2, 0));
        assertThat(decider.decide(replay.found(), atInstances(2, 210)).sentence())
                .endsWith("look at the routing");
        assertThat(decider.decide(replay.found(), atInstances(4, 210)).sentence())
                .endsWith("too few to tell");
    }

    private static Elapsed atInstances(int instances, double phase) {
        return new Elapsed(phase, 60, 0, 1, 0, false, instances);
    }

    @Test
    void quietServiceGetsTheTimeItsTrafficNeeds() {
        Replay replay = Replay.ofErrors().seconds(200, s -> Pair.of(s % 20 == 0 ? 1 : 0, 0, s % 2, 0));
        replay.seconds(15, s -> Pair.of(0, 0, s % 2, 0));
        assertThat(replay.found().silence().patience()).isGreaterThan(60);
        assertThat(decider.decide(replay.found(), at(215, 900)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void silentMesosPreventsAPass() {
        Replay replay = Replay.ofErrors().seconds(60, s -> Pair.of(20, 0, 180, 0));
        replay.seconds(62, s -> Pair.of(200, 0, 0, 0));
        Decision waits = decider.decide(replay.found(), at(122, 60));
        assertThat(waits.action()).isEqualTo(Action.WAIT);
        assertThat(waits.sentence()).contains("no request reached Mesos for 62 s");
    }

    @Test
    void silentMesosIsExpectedAtFullShare() {
        Replay replay = new Replay(Replay.ERRORS_ONLY, 10_000, BaselineHistory.NONE.plus(new Counts(9000, 0)));
        replay.seconds(60, s -> Pair.of(200, 0, 0, 0));
        assertThat(decider.decide(replay.found(), at(60, 60)).action()).isEqualTo(Action.PASS);
    }

    @Test
    void shortBakePassesWithSettingsItCanReach() {
        JudgeSettings quick =
                Replay.ERRORS_ONLY.with(Parameter.MIN_REQUESTS, 50).with(Parameter.BLOCK, 1);
        Judgement found = new Replay(quick, 500, BaselineHistory.NONE)
                .seconds(5, s -> Pair.of(15, 0, 285, 0))
                .found();
        assertThat(new PhaseDecider(quick).decide(found, at(5, 5)).action()).isEqualTo(Action.PASS);
        assertThat(found.sentence()).contains("more than 4.2 % failing is excluded (1:20)");
        Judgement standard = new Replay(Replay.ERRORS_ONLY, 500, BaselineHistory.NONE)
                .seconds(5, s -> Pair.of(15, 0, 285, 0))
                .found();
        assertThat(decider.decide(standard, at(5, 5)).action()).isEqualTo(Action.WAIT);
    }

    private static Elapsed at(double phase, double bake) {
        return new Elapsed(phase, bake, 0, 1, false);
    }

    private static Elapsed extended(double phase) {
        return new Elapsed(phase, 60, 0, 1, true);
    }
}

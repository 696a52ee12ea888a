package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.judge.Decision.Action;
import io.jenkins.plugins.cutover.judge.PhaseDecider.Elapsed;
import io.jenkins.plugins.cutover.model.Verdict;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases that the peers' documents and tests give a verdict on, at 200 requests a second and 10 % for EKS, and what
 * ours must be. Flagger: its metric checks (a check without a value, or whose query fails, has failed; so many failed
 * checks roll back). Kayenta: the classes Pass, High, Low and Nodata, critical metrics and the treatment of missing
 * points. Argo Rollouts: the limits for failed, inconclusive and erroneous measurements.
 */
class PeersVerdictsTest {
    private static final Elapsed BAKED = new Elapsed(300, 300, 0, 1, false);
    private static final Elapsed LATE = new Elapsed(900, 300, 0, 1, false);
    private static final JudgeSettings ERRORS = Replay.ERRORS_ONLY;
    private static final IntFunction<Pair> CALM = s -> Pair.of(20, 0, 180, 0);

    /** @param why ours is the same, or another */
    record Case(String peer, String theirs, Decision ours, Verdict verdict, Action action, String why) {
        @Override
        public String toString() {
            return peer + " -> " + theirs + "; ours " + verdict + ": " + why;
        }
    }

    static Stream<Case> flagger() {
        return Stream.of(
                new Case(
                        "Flagger, success rate above 99 %",
                        "advances", after(ERRORS, 300, CALM), Verdict.HEALTHY, Action.PASS, "the same, by proof"),
                new Case(
                        "Flagger, success rate 95 % in each check",
                        "rolls back once the threshold is reached",
                        after(ERRORS, 300, random(.05, .001)),
                        Verdict.HARMFUL,
                        Action.ROLL_BACK,
                        "the same, within seconds"),
                new Case(
                        "Flagger, success rate 99.3 % where the old side has 99.99 %",
                        "advances, the limit is absolute",
                        after(ERRORS, 300, random(.007, .0001)),
                        Verdict.HARMFUL,
                        Action.ROLL_BACK,
                        "seventy times as many users fail as before"),
                new Case(
                        "Flagger, success rate 98 % on both sides",
                        "rolls back",
                        after(ERRORS, 300, random(.02, .02)),
                        Verdict.HEALTHY,
                        Action.PASS,
                        "a rollback would help no client"),
                new Case(
                        "Flagger, the same with 99 % promised",
                        "rolls back",
                        after(ERRORS.with(Parameter.SLO, .01), 300, random(.02, .02)),
                        Verdict.HARMFUL,
                        Action.ROLL_BACK,
                        "the same where an SLO is set"),
                new Case(
                        "Flagger, fewer failed checks than the threshold",
                        "continues",
                        after(ERRORS, 300, s -> Pair.of(20, s == 100 ? 12 : 0, 180, 0)),
                        Verdict.HEALTHY,
                        Action.PASS,
                        "the same: a burst is one event"),
                new Case(
                        "Flagger, no values since the canary gets no traffic",
                        "halts, and rolls back at the threshold",
                        after(ERRORS, 300, s -> Pair.of(0, 0, 200, 0)),
                        Verdict.INCONCLUSIVE,
                        Action.HOLD,
                        "no user is harmed by a canary without traffic: held, with the reason"),
                new Case(
                        "Flagger, the query for the metric fails",
                        "halts, and rolls back at the threshold",
                        after(ERRORS, 300, CALM, new Elapsed(300, 300, 62, 62, false)),
                        Verdict.BLIND,
                        Action.ROLL_BACK,
                        "the same, after a minute"));
    }

    static Stream<Case> kayenta() {
        return Stream.of(
                new Case(
                        "Kayenta, canary and baseline alike: Pass",
                        "passes",
                        after(ERRORS, 300, random(.01, .01)),
                        Verdict.HEALTHY,
                        Action.PASS,
                        "the same"),
                new Case(
                        "Kayenta, the canary's values twice the baseline's: High",
                        "fails",
                        after(ERRORS, 900, random(.04, .02)),
                        Verdict.HARMFUL,
                        Action.ROLL_BACK,
                        "the same"),
                new Case(
                        "Kayenta, the canary's values half the baseline's: Low",
                        "fails where either direction counts",
                        after(ERRORS, 300, random(.01, .02)),
                        Verdict.HEALTHY,
                        Action.PASS,
                        "as with direction increase: fewer failures are no harm"),
                new Case(
                        "Kayenta, no points of the canary: Nodata",
                        "the metric is left out of the score",
                        after(ERRORS, 300, s -> Pair.of(0, 0, 180, 0)),
                        Verdict.INCONCLUSIVE,
                        Action.HOLD,
                        "no evidence is not health, and no harm"),
                new Case(
                        "Kayenta, no points of the baseline: Nodata",
                        "the metric is left out of the score",
                        after(ERRORS, 300, s -> Pair.of(20, 0, 0, 0)),
                        Verdict.INCONCLUSIVE,
                        Action.WAIT,
                        "there is nothing to compare with; at 100 % it would be Mesos's earlier figures"),
                new Case(
                        "Kayenta, missing points of failures replaced by zero",
                        "passes, zero failures are few",
                        after(ERRORS, 300, CALM, new Elapsed(300, 300, 3, 3, false)),
                        Verdict.BLIND,
                        Action.HOLD,
                        "a poll that was missed is not a poll without failures"),
                new Case(
                        "Kayenta, a critical metric fails and all others pass",
                        "fails",
                        judged(new Replay(ERRORS.with(Parameter.RETRY_WEIGHT, .2), 1000, BaselineHistory.NONE)
                                .polls(300, s -> Poll.of(s, CALM.apply(s)).withRetries(Pair.of(20, 4, 180, 0)))),
                        Verdict.HARMFUL,
                        Action.ROLL_BACK,
                        "the same: any metric is enough"));
    }

    static Stream<Case> argo() {
        return Stream.of(
                new Case(
                        "Argo, failed (1) > failureLimit (0), the rest successful",
                        "fails",
                        after(ERRORS, 300, s -> Pair.of(20, s == 100 ? 12 : 0, 180, 0)),
                        Verdict.HEALTHY,
                        Action.PASS,
                        "one bad measurement of many is what noise gives"),
                new Case(
                        "Argo, inconclusive (1) > inconclusiveLimit (0)",
                        "pauses for a person",
                        after(ERRORS, 300, s -> Pair.of(s % 20 == 0 ? 1 : 0, 0, 9, 0), LATE),
                        Verdict.INCONCLUSIVE,
                        Action.EXTEND,
                        "held as long again; ask, rollback and proceed can be chosen"),
                new Case(
                        "Argo, errors (2) <= consecutiveErrorLimit (4)",
                        "continues",
                        after(ERRORS, 300, CALM, new Elapsed(250, 300, 2, 2, false)),
                        Verdict.HEALTHY,
                        Action.WAIT,
                        "the same"),
                new Case(
                        "Argo, errors (5) > consecutiveErrorLimit (4)",
                        "errs, and aborts",
                        after(ERRORS, 300, CALM, new Elapsed(250, 300, 62, 62, false)),
                        Verdict.BLIND,
                        Action.ROLL_BACK,
                        "the same"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"flagger", "kayenta", "argo"})
    void whereAPeerHasAVerdictOursIs(Case known) {
        assertThat(known.ours.verdict()).as(known.ours.sentence()).isEqualTo(known.verdict);
        assertThat(known.ours.action()).as(known.ours.sentence()).isEqualTo(known.action);
    }

    private static Decision after(JudgeSettings settings, int seconds, IntFunction<Pair> traffic) {
        return after(settings, seconds, traffic, BAKED);
    }

    private static Decision after(JudgeSettings settings, int seconds, IntFunction<Pair> traffic, Elapsed elapsed) {
        Replay replay = new Replay(settings, 1000, BaselineHistory.NONE).seconds(seconds, traffic);
        return new PhaseDecider(settings).decide(replay.found(), elapsed);
    }

    private static Decision judged(Replay replay) {
        return new PhaseDecider(ERRORS).decide(replay.found(), BAKED);
    }

    private static IntFunction<Pair> random(double canary, double baseline) {
        return Replay.traffic(new SplittableRandom(11), canary, baseline);
    }
}

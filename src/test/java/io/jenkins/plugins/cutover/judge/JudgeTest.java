package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.cutover.judge.Judgement.Kind;
import io.jenkins.plugins.cutover.judge.Judgement.Proof;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void thePlainFaultIsFoundWithinAFewFailures() {
        Judgement found = Replay.ofErrors()
                .seconds(300, Replay.traffic(random, .05, .001))
                .found();
        assertThat(found.kind()).isEqualTo(Kind.HARMFUL);
        assertThat(found.traffic().canary().errors()).isLessThan(25);
    }

    @Test
    void lateFaultIsFound() {
        Replay replay = Replay.ofErrors().seconds(600, Replay.traffic(random, .001, .001));
        long before = replay.found().traffic().canary().errors();
        replay.seconds(300, Replay.traffic(random, .05, .001));
        assertThat(replay.found().harmful()).isTrue();
        assertThat(replay.found().traffic().canary().errors() - before).isLessThan(40);
    }

    @Test
    void aServiceThatNeverFailsPassesByItsRate() {
        Judgement found =
                Replay.ofErrors().seconds(30, s -> Pair.of(20, 0, 180, 0)).found();
        assertThat(found.kind()).isEqualTo(Kind.NO_HARM_PROVEN);
        assertThat(found.proof()).isEqualTo(Proof.RATE);
        assertThat(found.sentence())
                .isEqualTo("HEALTHY: EKS 0 of 600 requests failed, Mesos 0 of 5,400; evidence 1:0.7;"
                        + " more than 0.53 % failing is excluded (1:20)");
    }

    @Test
    void aServiceThatOftenFailsPassesByComparison() {
        Judgement found =
                Replay.ofErrors().seconds(300, Replay.traffic(random, .02, .02)).found();
        assertThat(found.kind()).isEqualTo(Kind.NO_HARM_PROVEN);
        assertThat(found.proof()).isEqualTo(Proof.RATIO);
        assertThat(found.sentence()).contains("odds of failing under 2 times Mesos's, proved 1:");
    }

    @Test
    void fewerThanMinRequestsNeverPass() {
        Judgement found = Replay.ofErrors()
                .seconds(300, s -> Pair.of(s % 4 == 0 ? 1 : 0, 0, 9, 0))
                .found();
        assertThat(found.traffic().canary().requests()).isEqualTo(75);
        assertThat(found.kind()).isEqualTo(Kind.CONTINUE);
        assertThat(found.enoughData()).isFalse();
        assertThat(found.sentence()).endsWith("not enough EKS traffic yet");
    }

    @Test
    void threeBlocksAreNeededHoweverBusyTheyAre() {
        Judgement found =
                Replay.ofErrors().seconds(20, s -> Pair.of(2000, 0, 18_000, 0)).found();
        assertThat(found.kind()).isEqualTo(Kind.CONTINUE);
    }

    @Test
    void silenceOfEksNeverPasses() {
        Judgement found =
                Replay.ofErrors().seconds(900, s -> Pair.of(0, 0, 180, 1)).found();
        assertThat(found.kind()).isEqualTo(Kind.CONTINUE);
        assertThat(found.proof()).isEqualTo(Proof.NONE);
        assertThat(found.silence().canarySeconds()).isEqualTo(900);
    }

    @Test
    void clockJumpDoesNotExtendTheTimeAllowedForSilence() {
        Judge judge = new Judge(JudgeSettings.defaults());
        JudgeState state = judge.start(0, 1000, 1, BaselineHistory.NONE);
        for (int s = 1; s <= 60; s++) {
            state = judge.observe(state, Poll.of(s, Pair.of(20, 0, 180, 0)));
        }
        double before = judge.judge(state).silence().patience();
        state = judge.observe(state, Poll.of(60 + 1400, Pair.of(20, 0, 180, 0)));
        assertThat(before).isEqualTo(60);
        assertThat(judge.judge(state).silence().patience()).isEqualTo(before);
        assertThat(state.requests() / (state.seconds() - state.start())).isBetween(150., 200.);
    }

    @Test
    void pollsFarApartGiveTheSameRate() {
        Judge judge = new Judge(JudgeSettings.defaults());
        JudgeState state = judge.start(0, 500, 1, BaselineHistory.NONE);
        for (int s = 30; s <= 600; s += 30) {
            state = judge.observe(state, Poll.of(s, Pair.of(3, 0, 57, 0)));
        }
        assertThat(judge.judge(state).silence().patience()).isCloseTo(7 / (2 * .05), within(1e-9));
    }

    @Test
    void silenceOfMesosNeverPasses() {
        Judgement found =
                Replay.ofErrors().seconds(900, s -> Pair.of(180, 0, 0, 0)).found();
        assertThat(found.kind()).isEqualTo(Kind.CONTINUE);
        assertThat(found.silence().baselineSeconds()).isEqualTo(900);
        assertThat(found.sentence()).contains("nothing to compare with");
    }

    @Test
    void aBurstInOnePollIsNoHarm() {
        Judgement found = Replay.ofErrors()
                .seconds(60, s -> Pair.of(20, s == 30 ? 20 : 0, 180, 0))
                .found();
        assertThat(found.evidence().harm()).isLessThan(10);
    }

    @Test
    void burstOnMesosIsNoProofForEks() {
        Judgement found = Replay.ofErrors()
                .seconds(60, s -> Pair.of(20, s % 9 == 0 ? 1 : 0, 180, s == 30 ? 100 : 0))
                .found();
        assertThat(found.evidence().noHarmByRatio()).isLessThan(1.6);
    }

    @Test
    void incidentOnBothSidesIsNoHarm() {
        Judgement found = Replay.ofErrors()
                .seconds(600, s -> Replay.traffic(random, s / 60 == 5 ? .3 : .001, s / 60 == 5 ? .3 : .001)
                        .apply(s))
                .found();
        assertThat(found.kind()).isEqualTo(Kind.NO_HARM_PROVEN);
    }

    @Test
    void errorsTooRareToMatterAreNoHarm() {
        Judgement found = new Replay(Replay.ERRORS_ONLY.with(Parameter.FLOOR, .01), 1000, BaselineHistory.NONE)
                .seconds(900, s -> Pair.of(200, s % 2, 1800, 0))
                .found();
        assertThat(found.evidence().errors())
                .as("ten times the baseline, surely")
                .isGreaterThan(100);
        assertThat(found.harmful()).isFalse();
    }

    @Test
    void failuresOfAStickyBotCountOncePerPoll() {
        Judgement found = Replay.ofErrors()
                .seconds(120, s -> Pair.of(20, s % 60 == 0 ? 15 : 0, 180, s % 60 == 30 ? 15 : 0))
                .found();
        assertThat(found.evidence().harm()).isLessThan(20);
    }

    @Test
    void aReloadDropsThePollWhoseCountersWentDown() {
        RunningTotals before = new RunningTotals(10_000, 40);
        assertThat(new RunningTotals(10_050, 41).since(before)).isEqualTo(Optional.of(new Counts(50, 1)));
        assertThat(new RunningTotals(50, 0).since(before)).isEmpty();
        assertThat(new RunningTotals(10_050, 0).since(before)).isEmpty();
    }

    @Test
    void refusedConnectionsCountAsFailures() {
        assertThat(Counts.failuresOutsideRequests(0, 30)).isEqualTo(new Counts(30, 30));
    }

    @Test
    void retriesThatHideFailuresAreHarm() {
        JudgeSettings settings = Replay.ERRORS_ONLY.with(Parameter.RETRY_WEIGHT, .2);
        Judgement found = new Replay(settings, 1000, BaselineHistory.NONE)
                .polls(120, s -> Poll.of(s, Pair.of(20, 0, 180, 0)).withRetries(Pair.of(20, 3, 180, 0)))
                .found();
        assertThat(found.harmful()).isTrue();
        assertThat(found.sentence()).contains("EKS 0 of ").contains("retries hide failures");
    }

    @Test
    void exceededSloIsHarmWhateverMesosDoes() {
        JudgeSettings settings = Replay.ERRORS_ONLY.with(Parameter.SLO, .01);
        Judgement found = new Replay(settings, 1000, BaselineHistory.NONE)
                .seconds(300, Replay.traffic(random, .08, .08))
                .found();
        assertThat(found.harmful()).isTrue();
        assertThat(found.sentence()).contains("above the SLO");
    }

    @Test
    void evidenceOfHarmIsCarriedIntoTheNextPhase() {
        Replay replay = Replay.ofErrors();
        for (int i = 0; i < 3; i++) {
            replay.poll(Pair.of(20, 1, 180, 0));
        }
        double before = replay.found().evidence().harm();
        replay.phase(2500);
        assertThat(replay.found().evidence().harm()).isEqualTo(before).isGreaterThan(5);
        assertThat(replay.found().traffic()).isEqualTo(Pair.NONE);
        assertThat(replay.found().proof()).isEqualTo(Proof.NONE);
    }

    @Test
    void pollFromThePastCountsAsNow() {
        Judge judge = new Judge(Replay.ERRORS_ONLY);
        JudgeState state = judge.start(100, 1000, 1, BaselineHistory.NONE);
        state = judge.observe(state, Poll.of(90, Pair.of(20, 0, 180, 0)));
        assertThat(state.seconds()).isEqualTo(100);
    }

    @Property(tries = 300)
    void noTrafficMakesTheNumbersMeaningless(
            @ForAll @LongRange(min = 0, max = 5_000_000) long canary,
            @ForAll @LongRange(min = 0, max = 5_000_000) long baseline,
            @ForAll @IntRange(min = 0, max = 100) int canaryPercent,
            @ForAll @IntRange(min = 0, max = 100) int baselinePercent) {
        Pair traffic = Pair.of(canary, canary * canaryPercent / 100, baseline, baseline * baselinePercent / 100);
        JudgeSettings settings = JudgeSettings.defaults().with(Parameter.SLO, .01);
        Replay replay = new Replay(settings, 5000, BaselineHistory.NONE);
        for (int i = 0; i < 25; i++) {
            replay.poll(traffic);
        }
        replay.phase(10_000);
        for (int i = 0; i < 25; i++) {
            replay.poll(traffic);
        }
        Judgement.Evidence evidence = replay.found().evidence();
        assertThat(evidence.harm()).isBetween(0.0, 1e60);
        assertThat(evidence.noHarmByRatio()).isBetween(0.0, 1e60);
        assertThat(evidence.noHarmByRate()).isGreaterThanOrEqualTo(0).isNotNaN();
    }

    /** Ville's bound in the small: of 300 healthy phases at most 1 % and what chance adds to it. */
    @Test
    void healthyServicesAreNotRolledBack() {
        for (Mode mode : Mode.values()) {
            long back = new SplittableRandom(5)
                    .splits(300)
                    .filter(r -> new Replay(Replay.ERRORS_ONLY.with(mode), 1000, BaselineHistory.NONE)
                            .seconds(200, Replay.traffic(r, .01, .01))
                            .found()
                            .harmful())
                    .count();
            assertThat(back).as(mode + " false rollbacks of 300").isLessThanOrEqualTo(7);
        }
    }

    @Test
    void bothModesFindEveryRealFault() {
        for (Mode mode : Mode.values()) {
            long back = new SplittableRandom(6)
                    .splits(50)
                    .filter(r -> new Replay(Replay.ERRORS_ONLY.with(mode), 1000, BaselineHistory.NONE)
                            .seconds(300, Replay.traffic(r, .05, .001))
                            .found()
                            .harmful())
                    .count();
            assertThat(back).as(mode + " rollbacks of 50").isEqualTo(50);
        }
    }
}

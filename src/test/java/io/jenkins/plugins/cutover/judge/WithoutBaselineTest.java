package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.judge.Judgement.Kind;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** At 100 % there is nothing to compare with: EKS can be suspected, and nothing is proved. */
class WithoutBaselineTest {
    private final SplittableRandom random = new SplittableRandom(12);

    @Test
    void moreFailuresThanUsualAreSuspiciousAndProveNothing() {
        Judgement found =
                compared(.001).phase(10_000).seconds(300, s -> whole(.05)).found();
        assertThat(found.kind()).isEqualTo(Kind.CONTINUE);
        assertThat(found.withoutBaseline()).isTrue();
        assertThat(found.suspicion()).startsWith("more requests to EKS fail than the usual 0.");
        assertThat(found.sentence()).contains("judged without a live baseline: Mesos before ", "; suspicion: ");
    }

    @Test
    void thePartThatWasUsualIsNotSuspicious() {
        for (double usual : new double[] {0, .001, .05}) {
            Judgement found = compared(usual)
                    .phase(10_000)
                    .seconds(600, s -> whole(usual))
                    .found();
            assertThat(found.suspicion()).as("usual " + usual).isEmpty();
        }
    }

    @Test
    void threeTimesTheUsualPartIsSuspiciousWithinAMinute() {
        Replay replay = compared(.005).phase(10_000);
        int began = replay.second();
        while (replay.found().suspicion().isEmpty() && replay.second() < began + 300) {
            replay.poll(whole(.015));
        }
        assertThat(replay.second() - began).isLessThan(60);
    }

    /** A third of the blocks may have been disturbed. */
    @Test
    void anOutageOfBothSidesBeforeDoesNotHideFailuresAfterwards() {
        Replay replay = compared(.001)
                .seconds(30, s -> Pair.of(20, 10, 180, 90))
                .seconds(60, Replay.traffic(random, .001, .001))
                .phase(10_000);
        Judgement found = replay.seconds(120, s -> whole(.01)).found();
        assertThat(found.suspicion()).isNotEmpty();
    }

    @Test
    void aHealthyServicePasses() {
        Judgement found =
                compared(.001).phase(10_000).seconds(120, s -> whole(.001)).found();
        assertThat(found.kind()).isEqualTo(Kind.NO_HARM_PROVEN);
    }

    @Test
    void hangingRequestsAreSuspicious() {
        Replay replay = new Replay(Replay.ERRORS_ONLY, 5000, BaselineHistory.NONE)
                .polls(60, s -> Poll.of(s, Pair.of(100, 0, 100, 0)).withOpen(new OpenRequests(4, 4, 100, 100)))
                .phase(10_000)
                .polls(60, s -> Poll.of(s, Pair.of(200, 0, 0, 0)).withOpen(new OpenRequests(8, 0, 200, 0)));
        assertThat(replay.found().suspicion()).isEmpty();
        replay.polls(
                10, s -> Poll.of(s, Pair.of(100, 0, 0, 0)).withOpen(new OpenRequests(100L * (s - 120), 0, 200, 0)));
        assertThat(replay.found().suspicion()).isEqualTo("requests to EKS hang");
    }

    @Test
    void answersThatAreNearlyAllSlowerAreSuspicious() {
        Pair slow = Pair.of(200, 190, 0, 0);
        Judgement found = new Replay(JudgeSettings.defaults(), 10_000, BaselineHistory.NONE)
                .polls(150, s -> Poll.of(s, Pair.of(200, 0, 0, 0)).withLatency(List.of(slow, slow, slow)))
                .found();
        assertThat(found.suspicion())
                .isEqualTo("95 % of EKS's answers are slower than Mesos's median was, by more than the margin");
    }

    @Test
    void mesosWithTooLittleTrafficIsNoBaseline() {
        Replay replay = new Replay(Replay.ERRORS_ONLY, 9900, BaselineHistory.NONE.plus(new Counts(9204, 9)));
        assertThat(replay.poll(Pair.of(198, 0, 2, 1)).found().withoutBaseline()).isTrue();
        assertThat(Replay.ofErrors().poll(Pair.of(20, 0, 180, 0)).found().withoutBaseline())
                .isFalse();
    }

    private Replay compared(double failing) {
        return Replay.ofErrors().seconds(120, Replay.traffic(random, failing, failing));
    }

    private Pair whole(double failing) {
        return Pair.of(200, Replay.failures(random, 200, failing), 0, 0);
    }
}

package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Probes of 1 a second to both sides together, in pairs every 2 s. */
class ProbesJudgedTest {
    private static final JudgeSettings SETTINGS = Replay.ERRORS_ONLY;
    private static final double HARM = 100 / ProbeBets.WEIGHT;

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void anEksThatFailsProbesIsFound() {
        ProbeBets bets = ProbeBets.NONE;
        int pairs = 0;
        while (evidence(bets) < HARM) {
            bets = bets.observe(SETTINGS, pairs * 2.0, Pair.of(1, 1, 1, 0));
            pairs++;
        }
        assertThat(pairs).isLessThanOrEqualTo(40);
    }

    @Test
    void probesThatFailAlikeAreNoHarm() {
        long found = IntStream.range(0, 300)
                .filter(i -> {
                    ProbeBets bets = ProbeBets.NONE;
                    for (int pair = 0; pair < 900; pair++) {
                        bets = bets.observe(SETTINGS, pair * 2.0, Pair.of(1, failed(), 1, failed()));
                        if (evidence(bets) >= HARM) {
                            return true;
                        }
                    }
                    return false;
                })
                .count();
        assertThat(found)
                .as("of 300 half hours in which a fifth fails on both sides")
                .isZero();
    }

    @Test
    void probesProveNoHarmOnlyWhereClientsSendTooFewRequests() {
        Judge judge = new Judge(SETTINGS);
        List<Beside> probes =
                List.of(new Beside(.1, 1, "probes: EKS 0 of 400 failed, Mesos 0 of 400", Pair.of(400, 0, 400, 0)));
        JudgeState thin = judge.start(0, 500, 1, BaselineHistory.NONE);
        for (int s = 1; s <= 100; s++) {
            thin = judge.observe(thin, Poll.of(s, Pair.of(s % 20 == 0 ? 1 : 0, 0, 1, 0)));
        }
        assertThat(judge.judge(thin).kind()).isEqualTo(Judgement.Kind.CONTINUE);
        assertThat(judge.judge(thin, probes).kind()).isEqualTo(Judgement.Kind.NO_HARM_PROVEN);
        assertThat(judge.judge(thin, probes).sentence())
                .contains("EKS 0 of 5 requests failed")
                .endsWith("; probes: EKS 0 of 400 failed, Mesos 0 of 400;"
                        + " they count for the proof, since clients sent 5 requests to EKS");
    }

    @Test
    void probesThatFailSpoilTheProof() {
        Judge judge = new Judge(SETTINGS);
        JudgeState thin = judge.start(0, 500, 1, BaselineHistory.NONE);
        for (int s = 1; s <= 100; s++) {
            thin = judge.observe(thin, Poll.of(s, Pair.of(s % 20 == 0 ? 1 : 0, 0, 1, 0)));
        }
        List<Beside> probes = List.of(new Beside(.1, 1, "probes", Pair.of(400, 100, 400, 0)));
        assertThat(judge.judge(thin, probes).kind()).isEqualTo(Judgement.Kind.CONTINUE);
    }

    @Test
    void probesAreNeverCountedAsRequestsOfClients() {
        Judge judge = new Judge(SETTINGS);
        JudgeState busy = judge.start(0, 2500, 1, BaselineHistory.NONE);
        for (int s = 1; s <= 100; s++) {
            busy = judge.observe(busy, Poll.of(s, Pair.of(25, 0, 75, 0)));
        }
        List<Beside> probes =
                List.of(new Beside(.1, 1, "probes: EKS 9 of 9 failed, Mesos 0 of 9", Pair.of(9, 9, 9, 0)));
        Judgement found = judge.judge(busy, probes);
        assertThat(found.traffic()).isEqualTo(Pair.of(2500, 0, 7500, 0));
        assertThat(found.evidence().noHarmByRate())
                .isEqualTo(judge.judge(busy).evidence().noHarmByRate());
        assertThat(found.sentence()).endsWith("; probes: EKS 9 of 9 failed, Mesos 0 of 9");
    }

    private int failed() {
        return random.nextDouble() < .2 ? 1 : 0;
    }

    private static double evidence(ProbeBets bets) {
        return bets.beside(SETTINGS).get(0).evidence();
    }
}

package io.jenkins.plugins.cutover.judge;

import java.util.List;

/**
 * The finding on the traffic so far. {@link PhaseDecider} decides what follows from it, given the time.
 *
 * @param kind the finding
 * @param numbers the reason as text; {@link #sentence()} adds the finding
 * @param evidence of harm and of no harm
 * @param traffic the phase's totals
 * @param enoughData the phase saw minRequests EKS requests in minBlocks blocks
 * @param proof what proves that there is no harm; NONE until something does, however low the failures
 * @param withoutBaseline judged against Mesos's earlier figures, since it has too little traffic
 * @param silence which side has no traffic
 * @param timed whether enough response times were judged for a phase to pass
 * @param mesosWorse what of Mesos has become worse since the cutover began, one clause; empty for nothing
 * @param suspicion why EKS looks harmful though nothing is proved, one clause; empty for nothing, and wherever Mesos has
 *     enough traffic to compare with
 */
public record Judgement(
        Kind kind,
        String numbers,
        Evidence evidence,
        Pair traffic,
        boolean enoughData,
        Proof proof,
        boolean withoutBaseline,
        Silence silence,
        boolean timed,
        String mesosWorse,
        String suspicion) {

    public enum Kind {
        /** Evidence of harm reached 1/alpha. */
        HARMFUL,
        /** Enough data, a proof of no harm, and no suspicion. */
        NO_HARM_PROVEN,
        /** Neither, yet. */
        CONTINUE
    }

    public enum Proof {
        NONE,
        /** Odds of failing below psi1 times Mesos's. */
        RATIO,
        /** Failed fraction below the acceptable one. */
        RATE
    }

    /**
     * @param canarySeconds since EKS last had a request
     * @param baselineSeconds since Mesos last had one
     * @param baselineExpected whether the share leaves Mesos traffic
     * @param patience seconds without an EKS request that this service's traffic and share explain
     * @param expected EKS requests that Mesos's traffic since the last one lets expect; infinite where it cannot tell
     */
    public record Silence(
            double canarySeconds, double baselineSeconds, boolean baselineExpected, double patience, double expected) {}

    /** Capitals: 1 is none, {@code 1/alpha} is harm, {@code 1/beta} is proof; metrics not in use stay at 1. */
    public record Evidence(
            double harm,
            double errors,
            double floor,
            double retries,
            double latency,
            double guardrail,
            double events,
            double hanging,
            double noHarmByRatio,
            double noHarmByRate) {
        Evidence with(List<Beside> beside) {
            return new Evidence(
                    Beside.mixed(harm, beside),
                    errors,
                    floor,
                    retries,
                    latency,
                    guardrail,
                    events,
                    hanging,
                    noHarmByRatio,
                    noHarmByRate);
        }
    }

    /** The finding with its numbers. */
    public String sentence() {
        String finding =
                switch (kind) {
                    case HARMFUL -> "HARMFUL";
                    case NO_HARM_PROVEN -> "HEALTHY";
                    case CONTINUE -> "UNDECIDED";
                };
        return finding + ": " + numbers;
    }

    public boolean harmful() {
        return kind == Kind.HARMFUL;
    }
}

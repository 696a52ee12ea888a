package io.jenkins.plugins.cutover.judge;

/** One metric of both sides over the same time: EKS is the canary, Mesos the baseline. */
public record Pair(Counts canary, Counts baseline) {
    public static final Pair NONE = new Pair(Counts.NONE, Counts.NONE);

    public static Pair of(long canaryRequests, long canaryErrors, long baselineRequests, long baselineErrors) {
        return new Pair(new Counts(canaryRequests, canaryErrors), new Counts(baselineRequests, baselineErrors));
    }

    public Pair plus(Pair other) {
        return new Pair(canary.plus(other.canary), baseline.plus(other.baseline));
    }

    long requests() {
        return canary.requests() + baseline.requests();
    }

    long errors() {
        return canary.errors() + baseline.errors();
    }
}

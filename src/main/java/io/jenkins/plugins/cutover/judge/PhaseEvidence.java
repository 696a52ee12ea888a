package io.jenkins.plugins.cutover.judge;

import java.util.List;

/**
 * The evidence of the running phase. Each phase must prove anew that it does no harm.
 *
 * @param share basis points of the traffic meant for EKS: decides only whether a live baseline is to be expected
 * @param pods EKS pods that warm up
 * @param start seconds
 * @param blocks blocks opened in this phase, each of which had EKS traffic
 * @param totals of the phase
 * @param noHarm capital of the no-harm bets
 * @param alone whether EKS was last judged without a live baseline
 * @param lastCanary time of the last poll with EKS traffic; the start before there was any
 * @param lastBaseline time of the last poll with Mesos traffic; the start before there was any
 * @param served EKS requests of the phases before: pods stay warm from one phase to the next
 * @param timed EKS answers of this phase whose latency was compared with Mesos's
 * @param baselineSince Mesos requests since the last poll with EKS traffic; 0 in older records
 */
record PhaseEvidence(
        int share,
        int pods,
        double start,
        int blocks,
        Pair totals,
        List<Double> noHarm,
        boolean alone,
        double lastCanary,
        double lastBaseline,
        long served,
        long timed,
        long baselineSince) {
    private static final int WHOLE = 10_000;
    /** Mesos keeps less than 2 %: its few failures cannot show a difference. */
    private static final double THIN = .02;

    private static final double SECONDS_OF_THE_FIRST_REQUESTS = 30;
    private static final long ENOUGH_TO_SEE_IT = 50;

    static PhaseEvidence of(int share, int pods, double seconds, long served) {
        return new PhaseEvidence(
                share, pods, seconds, 0, Pair.NONE, NoHarm.start(), false, seconds, seconds, served, 0, 0);
    }

    boolean meantAlone() {
        return share >= WHOLE * (1 - THIN);
    }

    /** Depends on request counts and the plan only, never on failures, so what is judged cannot bias it. */
    boolean thin(Pair now) {
        return meantAlone()
                || now.canary().requests() >= ENOUGH_TO_SEE_IT
                        && now.baseline().requests() < THIN * now.canary().requests();
    }

    /** Whether answers that are far too slow count: the first requests to a pod that has just started may be. */
    boolean warm(double seconds, JudgeSettings settings) {
        return seconds - start >= Math.min(SECONDS_OF_THE_FIRST_REQUESTS, settings.get(Parameter.WARM_UP))
                || everServed() >= settings.get(Parameter.WARM_UP_REQUESTS) * pods;
    }

    /** Whether slower answers count in any case. */
    boolean warmedUp(double seconds, JudgeSettings settings) {
        return seconds - start >= settings.get(Parameter.WARM_UP);
    }

    /**
     * EKS requests that Mesos's traffic since the last one lets expect; infinite where the share leaves Mesos none to tell
     * by, or is not known. A service that is quiet at night has as little traffic on both sides.
     */
    double expectedSince() {
        return meantAlone() || share == 0 ? Double.POSITIVE_INFINITY : (double) baselineSince * share / (WHOLE - share);
    }

    /** EKS requests since the cutover began. */
    long everServed() {
        return served + totals.canary().requests();
    }

    PhaseEvidence blockOpened() {
        return new PhaseEvidence(
                share,
                pods,
                start,
                blocks + 1,
                totals,
                noHarm,
                alone,
                lastCanary,
                lastBaseline,
                served,
                timed,
                baselineSince);
    }

    /** @param answers whose latency was judged in the poll */
    PhaseEvidence observed(double seconds, Pair poll, List<Double> proof, boolean judgedAlone, long answers) {
        return new PhaseEvidence(
                share,
                pods,
                start,
                blocks,
                totals.plus(poll),
                proof,
                judgedAlone,
                poll.canary().requests() > 0 ? seconds : lastCanary,
                poll.baseline().requests() > 0 ? seconds : lastBaseline,
                served,
                timed + answers,
                poll.canary().requests() > 0
                        ? 0
                        : baselineSince + poll.baseline().requests());
    }
}

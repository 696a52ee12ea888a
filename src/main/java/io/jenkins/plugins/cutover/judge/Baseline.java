package io.jenkins.plugins.cutover.judge;

import java.util.Optional;

/**
 * Measurements of Mesos while it serves alone, before the first phase. The scatter and the bursts of its failures
 * calibrate the judge; its failed fraction is what EKS is compared with once Mesos has no traffic.
 *
 * @param noise between two halves of its servers
 * @param mesos its figures by block, without the open one
 * @param open counts of the open block
 * @param length seconds of it
 */
public record Baseline(Calibration noise, BaselineHistory mesos, Counts open, double length) {
    public static final Baseline NONE = new Baseline(Calibration.NONE, BaselineHistory.NONE, Counts.NONE, 0);

    /** Failures of a poll no longer than this may be one burst; seconds. */
    private static final double AT_ONCE = 2;
    /** The chance that Mesos's rate is above the bound in the sentence. */
    private static final double RISK = .05;

    /**
     * Adds a poll.
     *
     * @param seconds since the poll before
     * @param all of Mesos's requests in them
     * @param halves the same in two halves of its servers; empty when not known
     */
    public Baseline observe(double seconds, Counts all, Optional<Pair> halves, JudgeSettings settings) {
        double block = settings.get(Parameter.BLOCK);
        Calibration seen = halves.filter(h -> seconds <= block + AT_ONCE / 2)
                .map(h -> noise.observe(seconds, h, settings))
                .orElseGet(noise::interrupted);
        double atOnce = all.errors() - mesos.fraction() * all.requests();
        Calibration noisy = seconds <= AT_ONCE && mesos.requests() > 0 ? seen.withBurst(atOnce) : seen;
        Counts sum = open.plus(all);
        return length + seconds >= block - 1e-9
                ? new Baseline(noisy, mesos.plus(sum), Counts.NONE, 0)
                : new Baseline(noisy, mesos, sum, length + seconds);
    }

    /** Mesos's requests and failures, including the open block. */
    public BaselineHistory figures() {
        return mesos.plus(open);
    }

    /** Whether there are enough blocks to measure the scatter of failures. */
    public boolean calibrated() {
        return !Double.isNaN(noise.rho());
    }

    /** The result, or why there is none, and the parameters that the judge uses then. */
    public String sentence(JudgeSettings settings) {
        BaselineHistory known = figures();
        String seen = known.requests() == 0
                ? "no request was seen on Mesos alone"
                : "Mesos alone failed " + NumberFormat.count(known.errors()) + " of "
                        + NumberFormat.count(known.requests()) + " requests (at most "
                        + NumberFormat.percent(known.upper(RISK)) + ")";
        JudgeSettings applied = noise.applied(settings);
        String parameters = "judged with rho " + NumberFormat.plain(Math.rint(applied.get(Parameter.RHO) * 1000) / 1000)
                + " and bursts of " + NumberFormat.plain(applied.get(Parameter.BURST));
        return calibrated()
                ? "calibrated beforehand: " + seen + ", in " + noise.blocks() + " blocks of "
                        + NumberFormat.plain(settings.get(Parameter.BLOCK)) + " s that show how they scatter; "
                        + parameters
                : "not calibrated beforehand: " + seen + "; blocks with failures in two halves of its servers: "
                        + noise.blocks() + ", needed are " + Calibration.FEWEST_BLOCKS + "; " + parameters;
    }
}

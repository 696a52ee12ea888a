package io.jenkins.plugins.cutover.judge;

import java.util.Optional;

/**
 * What Mesos shows while it serves alone, before the first phase: how much its failures scatter and in what bursts they
 * come, by which the judge is calibrated, and how often it fails, to hold EKS against when Mesos has no traffic any more.
 *
 * @param noise between two halves of its servers
 * @param mesos its figures by block, without the open one
 * @param open counts of the open block
 * @param length seconds of it
 */
public record Baseline(Calibration noise, BaselineHistory mesos, Counts open, double length) {
    public static final Baseline NONE = new Baseline(Calibration.NONE, BaselineHistory.NONE, Counts.NONE, 0);

    /** What came within a look no longer than this may be one burst. */
    private static final double AT_ONCE = 2;
    /** The chance that Mesos's rate is above what the sentence calls its most. */
    private static final double RISK = .05;

    /**
     * Takes a look in.
     *
     * @param seconds since the look before
     * @param all of Mesos's requests in them
     * @param halves the same in two halves of its servers; empty when it cannot be told
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

    /** All that is known of Mesos's failures, the open block included. */
    public BaselineHistory figures() {
        return mesos.plus(open);
    }

    /** Whether there is enough of it to know how failures scatter. */
    public boolean calibrated() {
        return !Double.isNaN(noise.rho());
    }

    /** What was learnt, or why nothing was, and what the judge goes by then. */
    public String sentence(JudgeSettings settings) {
        BaselineHistory known = figures();
        String seen = known.requests() == 0
                ? "no request was seen on Mesos alone"
                : "Mesos alone failed " + NumberFormat.count(known.errors()) + " of "
                        + NumberFormat.count(known.requests()) + " requests (at most "
                        + NumberFormat.percent(known.upper(RISK)) + ")";
        JudgeSettings applied = noise.applied(settings);
        String goesBy = "judged with rho " + NumberFormat.plain(Math.rint(applied.get(Parameter.RHO) * 1000) / 1000)
                + " and bursts of " + NumberFormat.plain(applied.get(Parameter.BURST));
        return calibrated()
                ? "calibrated beforehand: " + seen + ", in " + noise.blocks() + " blocks of "
                        + NumberFormat.plain(settings.get(Parameter.BLOCK)) + " s that tell how they scatter; " + goesBy
                : "not calibrated beforehand: " + seen + "; blocks with failures in two halves of its servers: "
                        + noise.blocks() + ", needed are " + Calibration.FEWEST_BLOCKS + "; " + goesBy;
    }
}

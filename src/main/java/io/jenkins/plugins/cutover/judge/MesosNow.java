package io.jenkins.plugins.cutover.judge;

/**
 * Mesos compared with itself before the cutover. A move may harm the side that is left, for example through a database
 * that both sides load. That is no harm by EKS alone and no reason to raise the share.
 *
 * @param usual failed fraction that Mesos did not exceed before; NaN when not known
 * @param last Mesos's counts in the last closed block
 * @param now Mesos's counts in the open block
 * @param lastSlow answers of Mesos in the last closed block, those slower than before as errors
 * @param nowSlow the same of the open block
 */
record MesosNow(double usual, Counts last, Counts now, Counts lastSlow, Counts nowSlow) {
    static final MesosNow UNKNOWN = new MesosNow(Double.NaN, Counts.NONE, Counts.NONE, Counts.NONE, Counts.NONE);

    private static final long FEWEST = 100;
    /** The chance that the usual fraction is above its bound, and that the present one is below its. */
    private static final double RISK = .01;

    private static final double TIMES = 2;
    private static final double LEAST = .005;
    /** At most half of the answers are slower than before when nothing has changed. */
    private static final double MOST_SLOW = .7;

    static MesosNow after(BaselineHistory before) {
        return before.requests() < FEWEST
                ? UNKNOWN
                : new MesosNow(before.upper(RISK), Counts.NONE, Counts.NONE, Counts.NONE, Counts.NONE);
    }

    /** @param slow answers slower than before, as errors */
    MesosNow observe(Counts requests, Counts slow) {
        return new MesosNow(usual, last, now.plus(requests), lastSlow, nowSlow.plus(slow));
    }

    MesosNow nextBlock() {
        return new MesosNow(usual, now, Counts.NONE, nowSlow, Counts.NONE);
    }

    /** What has become worse, as one clause; empty when nothing has. */
    String worse() {
        Counts lately = last.plus(now);
        double limit = Math.max(LEAST, TIMES * usual);
        boolean suspicious = lately.requests() >= FEWEST && lately.fraction() > limit;
        if (suspicious && new BaselineHistory(lately.requests(), lately.errors(), 1, 0).lower(RISK) > limit) {
            return "Mesos fails " + NumberFormat.percent(lately.fraction())
                    + " of its requests, before the cutover at most " + NumberFormat.percent(usual);
        }
        Counts slow = lastSlow.plus(nowSlow);
        return slow.requests() >= FEWEST && slow.fraction() > MOST_SLOW
                ? "Mesos is slower than before: " + NumberFormat.percent(slow.fraction())
                        + " of its answers take longer than 1.5 times its former median"
                : "";
    }
}

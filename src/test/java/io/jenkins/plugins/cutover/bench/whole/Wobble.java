package io.jenkins.plugins.cutover.bench.whole;

/** A log-normal factor that wanders around 1 (Ornstein and Uhlenbeck), one value for each second. */
final class Wobble {
    private final Draws draws;
    private final double deviation;
    private final double kept;
    private double now;
    private double at = -1;

    /** @param seconds over which it forgets where it was */
    Wobble(Draws draws, double deviation, double seconds) {
        this.draws = draws;
        this.deviation = deviation;
        this.kept = Math.exp(-1 / seconds);
        this.now = deviation * draws.gaussian();
    }

    double factor(Moment m) {
        double second = Math.floor(m.seconds());
        if (second != at) {
            at = second;
            now = kept * now + Math.sqrt(1 - kept * kept) * deviation * draws.gaussian();
        }
        return Math.exp(now);
    }
}

package io.jenkins.plugins.cutover.judge;

/**
 * Counts of the second that is still open: what polls closer than a second are put together into.
 *
 * @param length seconds so far; a poll that came late makes it longer than one
 * @param before failures of EKS above one burst in the second before; 0 or less for none
 */
record OpenSecond(double length, Pair traffic, double before) {
    static final OpenSecond EMPTY = new OpenSecond(0, Pair.NONE, 0);
    private static final double WHOLE = 1 - 1e-9;

    OpenSecond plus(Pair poll, double seconds) {
        return new OpenSecond(length + Math.max(0, seconds), traffic.plus(poll), before);
    }

    static OpenSecond after(double excess) {
        return new OpenSecond(0, Pair.NONE, Math.max(0, excess));
    }

    boolean over() {
        return length >= WHOLE;
    }
}

package io.jenkins.plugins.cutover.judge;

/**
 * Counts of the second that is still open: what polls closer than a second are put together into.
 *
 * @param length seconds so far; a poll that came late makes it longer than one
 */
record OpenSecond(double length, Pair traffic) {
    static final OpenSecond EMPTY = new OpenSecond(0, Pair.NONE);
    private static final double WHOLE = 1 - 1e-9;

    OpenSecond plus(Pair poll, double seconds) {
        return new OpenSecond(length + Math.max(0, seconds), traffic.plus(poll));
    }

    boolean over() {
        return length >= WHOLE;
    }
}

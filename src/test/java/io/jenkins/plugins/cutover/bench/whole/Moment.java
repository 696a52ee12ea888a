package io.jenkins.plugins.cutover.bench.whole;

/**
 * A moment of a cutover.
 *
 * @param seconds since EKS had its first share
 * @param inPhase seconds since EKS had its highest share so far for the first time
 * @param share of EKS as set, 0 to 1
 * @param sinceAll seconds since EKS first had all traffic; below 0 before
 */
record Moment(double seconds, double inPhase, double share, double sinceAll) {
    /** Whether it is at least 0 and below {@code length} seconds after a time. */
    boolean within(double from, double length) {
        return seconds >= from && seconds < from + length;
    }

    /** Whether so many seconds have passed since EKS first had all traffic. */
    boolean afterAll(double from) {
        return sinceAll >= from;
    }

    /** Whether it is at least 0 and below {@code length} seconds after that. */
    boolean withinAll(double from, double length) {
        return sinceAll >= from && sinceAll < from + length;
    }

    /** Whether it is in the first {@code length} of each {@code every} seconds. */
    boolean eachTime(double every, double length) {
        return seconds % every < length;
    }
}

package io.jenkins.plugins.cutover.traffic;

import java.io.Serializable;

/**
 * Single columns of {@code show stat} that count a request twice, or not at all, depending on how it failed.
 * {@link EndedRequests} makes one count of them.
 *
 * @param interim {@code hrsp_1xx}: interim answers such as 100 and 103, of which a request may have several, and the answer
 *     101, which is the only one of its request
 * @param refused {@code econ}
 * @param invalid {@code eresp}
 * @param cutOff {@code srv_abrt}
 */
public record Columns(long interim, long refused, long invalid, long cutOff) implements Serializable {
    /** Nothing counted. */
    public static final Columns ZERO = new Columns(0, 0, 0, 0);

    /** The sum of both. */
    public Columns plus(Columns other) {
        return new Columns(
                interim + other.interim, refused + other.refused, invalid + other.invalid, cutOff + other.cutOff);
    }

    /** The difference; negative where a counter was reset. */
    public Columns minus(Columns other) {
        return new Columns(
                interim - other.interim, refused - other.refused, invalid - other.invalid, cutOff - other.cutOff);
    }

    boolean hasNegative() {
        return interim < 0 || refused < 0 || invalid < 0 || cutOff < 0;
    }
}

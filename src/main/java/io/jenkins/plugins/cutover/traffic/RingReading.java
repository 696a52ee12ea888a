package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.Side;
import java.io.Serializable;
import java.util.List;

/**
 * How single requests ended.
 *
 * @param answers in no order; requests that are still open are not in it
 * @param cursors where the next reading continues, one for each instance that answered
 * @param lost one line for each instance whose ring lost lines before they were read, or that did not answer: the
 *     answers are then a sample
 */
public record RingReading(List<Answer> answers, List<RingCursor> cursors, List<String> lost) implements Serializable {
    public RingReading {
        answers = List.copyOf(answers);
        cursors = List.copyOf(cursors);
        lost = List.copyOf(lost);
    }

    /**
     * The answers to requests that began within the last so many seconds, as far as the line says when they did.
     *
     * @param seconds before the reading
     */
    public RingReading begunWithin(double seconds) {
        return new RingReading(
                answers.stream()
                        .filter(a -> a.elapsedMillis() <= 1000 * seconds)
                        .toList(),
                cursors,
                lost);
    }

    /** Milliseconds to the last byte, one for each request that the side answered well. */
    public int[] totals(Side side) {
        return answers.stream()
                .filter(a -> a.side() == side && a.harm().isEmpty() && a.totalMillis() >= 0)
                .mapToInt(Answer::totalMillis)
                .toArray();
    }

    /** Milliseconds to the first byte, one for each request that the side answered. */
    public int[] firstBytes(Side side) {
        return answers.stream()
                .filter(a -> a.side() == side && a.firstByteMillis() >= 0)
                .mapToInt(Answer::firstByteMillis)
                .toArray();
    }
}

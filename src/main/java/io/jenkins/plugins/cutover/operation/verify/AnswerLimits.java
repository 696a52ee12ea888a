package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.LatencyQuantiles;
import io.jenkins.plugins.cutover.judge.RecentQuantiles;
import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Limits from Mesos's own answers beyond which an answer of either side is far too slow or far too short. They are fixed
 * once enough answers were seen, and both sides are held against the same ones, so a limit that is off costs power and
 * blames no side.
 *
 * @param times milliseconds until the last byte, until there are {@link ObservationCursor#ENOUGH}
 * @param total quantiles of these times; null before
 * @param totals what EKS's times until the last byte are held against
 * @param sizes below which an answer is far too short
 */
record AnswerLimits(List<Integer> times, LatencyQuantiles total, SizeLimits sizes, RecentQuantiles totals) {
    static final AnswerLimits NONE = new AnswerLimits(List.of(), null, SizeLimits.NONE, RecentQuantiles.NONE);

    AnswerLimits {
        totals = totals == null ? RecentQuantiles.NONE : totals;
    }

    private static final double SLOW = 4;
    private static final double SLOW_MILLIS = 400;

    /** @param now seconds on the judge's clock */
    AnswerLimits with(List<Answer> answers, double now) {
        List<Integer> more = new ArrayList<>(times);
        SizeLimits sized = sizes;
        for (Answer answer : answers) {
            if (answer.harm().isPresent()) {
                continue;
            }
            sized = sized.with(answer);
            boolean timed = total == null && answer.side() == Side.MESOS && answer.totalMillis() >= 0;
            if (timed && more.size() < ObservationCursor.ENOUGH) {
                more.add(answer.totalMillis());
            }
        }
        boolean enough = total == null && more.size() >= ObservationCursor.ENOUGH;
        return new AnswerLimits(
                enough ? List.of() : List.copyOf(more),
                enough ? LatencyQuantiles.of(ObservationCursor.atLeastOne(more)) : total,
                sized,
                totals.plus(now, mesos(answers)));
    }

    private static int[] mesos(List<Answer> answers) {
        return answers.stream()
                .filter(a -> a.side() == Side.MESOS && a.harm().isEmpty() && a.totalMillis() >= 0)
                .mapToInt(Answer::totalMillis)
                .toArray();
    }

    /**
     * The kind of an answer that looks well by itself.
     *
     * @param firstByte quantiles of Mesos's times to the first byte; null while they are not known
     */
    Optional<HarmKind> kind(Answer answer, LatencyQuantiles firstByte) {
        if (sizes.tooShort(answer)) {
            return Optional.of(HarmKind.SHORT);
        }
        boolean slow = tooSlow(answer.firstByteMillis(), firstByte) || tooSlow(answer.totalMillis(), total);
        return slow ? Optional.of(HarmKind.VERY_SLOW) : Optional.empty();
    }

    private static boolean tooSlow(int millis, LatencyQuantiles usual) {
        return usual != null && millis > Math.max(SLOW * usual.p90(), usual.p90() + SLOW_MILLIS);
    }
}

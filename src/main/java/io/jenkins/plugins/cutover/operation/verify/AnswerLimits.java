package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.LatencyQuantiles;
import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Limits from Mesos's own answers beyond which an answer of either side is far too slow or far too short. They are fixed
 * once enough answers were seen, and both sides are held against the same ones, so a limit that is off costs power and
 * blames no side.
 *
 * @param times milliseconds until the last byte, until there are {@link ObservationCursor#ENOUGH}
 * @param total quantiles of these times; null before
 * @param sizes bytes of answers by route and content coding, until there are {@link #SIZES} of each
 * @param shortest by route and content coding, the bytes below which an answer is far too short
 */
record AnswerLimits(
        List<Integer> times, LatencyQuantiles total, Map<String, List<Long>> sizes, Map<String, Double> shortest) {
    static final AnswerLimits NONE = new AnswerLimits(List.of(), null, Map.of(), Map.of());

    /** Answers from which the usual size of a route is taken. */
    private static final int SIZES = 31;
    /** Nearly all of Mesos's own answers must be longer than the limit, or the two sides hardly differ there. */
    private static final int SECOND_SMALLEST = 1;

    private static final int MOST_ROUTES = 16;
    /** An answer of the same coding that has less than this part of the median is far too short. */
    private static final double SHORT = .7;
    /** Of nothing that people send is so little left for a reason. */
    private static final double NEARLY_EMPTY = .1;
    /** Bytes by which the headers of the two sides may differ. */
    private static final long HEADERS = 200;

    private static final double SLOW = 4;
    private static final double SLOW_MILLIS = 400;

    AnswerLimits with(List<Answer> answers) {
        List<Integer> more = new ArrayList<>(times);
        Map<String, List<Long>> collected = new TreeMap<>(sizes);
        Map<String, Double> known = new TreeMap<>(shortest);
        for (Answer answer : answers) {
            if (answer.side() == Side.MESOS && answer.harm().isEmpty()) {
                if (total == null && answer.totalMillis() >= 0 && more.size() < ObservationCursor.ENOUGH) {
                    more.add(answer.totalMillis());
                }
                collect(answer, collected, known);
            }
        }
        boolean enough = total == null && more.size() >= ObservationCursor.ENOUGH;
        return new AnswerLimits(
                enough ? List.of() : List.copyOf(more),
                enough ? LatencyQuantiles.of(ObservationCursor.atLeastOne(more)) : total,
                collected,
                known);
    }

    private static void collect(Answer answer, Map<String, List<Long>> collected, Map<String, Double> known) {
        String key = key(answer);
        boolean full = collected.size() + known.size() >= MOST_ROUTES && !collected.containsKey(key);
        if (!sized(answer) || known.containsKey(key) || full) {
            return;
        }
        List<Long> all = new ArrayList<>(collected.getOrDefault(key, List.of()));
        all.add(answer.bytes());
        if (all.size() < SIZES) {
            collected.put(key, all);
        } else {
            Collections.sort(all);
            known.put(key, limit(all));
            collected.remove(key);
        }
    }

    private static double limit(List<Long> sorted) {
        double median = sorted.get(SIZES / 2);
        double usual = Math.min(SHORT * median - HEADERS, sorted.get(SECOND_SMALLEST));
        return Math.max(NEARLY_EMPTY * median, usual);
    }

    /** Sizes are compared only where the coding is logged: EKS may compress what Mesos does not. */
    private static boolean sized(Answer answer) {
        return answer.coding() != null && answer.bytes() >= 0 && answer.status() / 100 == 2;
    }

    private static String key(Answer answer) {
        return answer.route() + " " + answer.coding();
    }

    /**
     * The kind of an answer that looks well by itself.
     *
     * @param firstByte quantiles of Mesos's times to the first byte; null while they are not known
     */
    Optional<HarmKind> kind(Answer answer, LatencyQuantiles firstByte) {
        if (tooShort(answer)) {
            return Optional.of(HarmKind.SHORT);
        }
        boolean slow = tooSlow(answer.firstByteMillis(), firstByte) || tooSlow(answer.totalMillis(), total);
        return slow ? Optional.of(HarmKind.VERY_SLOW) : Optional.empty();
    }

    private boolean tooShort(Answer answer) {
        Double limit = sized(answer) ? shortest.get(key(answer)) : null;
        return limit != null && answer.bytes() < limit;
    }

    private static boolean tooSlow(int millis, LatencyQuantiles usual) {
        return usual != null && millis > Math.max(SLOW * usual.p90(), usual.p90() + SLOW_MILLIS);
    }
}

package io.jenkins.plugins.cutover.judge;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Mesos's response times lately: what EKS's are held against.
 *
 * <p>A new set of quantiles is taken about once a minute, from 400 answers spread over it. Mesos's answers are counted
 * against the newest set. EKS's limit is taken from the newest one or from a slow one of the last 20 minutes, whichever is
 * higher: a service whose own times wobble may be slower for some minutes on one side.
 *
 * @param gathered milliseconds of the answers for the next set
 * @param since seconds on the judge's clock; when the last set was taken
 * @param sets p50, p95 and p99 in milliseconds, the oldest first
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record RecentQuantiles(List<Integer> gathered, double since, List<List<Integer>> sets) {
    public static final RecentQuantiles NONE = new RecentQuantiles(List.of(), 0, List.of());

    /** A p99 of 400 values has 4 above it. */
    private static final int ENOUGH = 400;

    private static final int FEWEST = 100;
    private static final int EACH_POLL = 8;
    private static final double SECONDS = 60;
    private static final int MOST = 20;
    private static final double SLOW_SET = .85;
    private static final double[] LEVELS = {.5, .95, .99};
    /** Milliseconds beside the ratio: users do not feel less. */
    private static final double FLOOR = 20;

    private static final double FAR_SLOWER = 2;
    private static final double FAR_SLOWER_FLOOR = 50;

    public RecentQuantiles {
        gathered = List.copyOf(gathered);
        sets = List.copyOf(sets);
    }

    /** Adds Mesos's answers of a poll, in whole milliseconds; {@code now} on the judge's clock. */
    public RecentQuantiles plus(double now, int[] millis) {
        if (millis.length == 0 || gathered.size() >= ENOUGH && now - since < SECONDS) {
            return this;
        }
        int most = sets.isEmpty() ? ENOUGH : EACH_POLL;
        List<Integer> more = new ArrayList<>(gathered);
        double step = Math.max(1, millis.length / (double) most);
        for (double i = 0; i < millis.length && more.size() < ENOUGH; i += step) {
            more.add(Math.max(0, millis[(int) i]));
        }
        boolean due = more.size() >= ENOUGH && (sets.isEmpty() || now - since >= SECONDS);
        return due ? taken(now, more) : new RecentQuantiles(more, since, sets);
    }

    private RecentQuantiles taken(double now, List<Integer> values) {
        int[] sorted = values.stream().mapToInt(i -> i).sorted().toArray();
        List<Integer> set = quantiles(sorted);
        List<List<Integer>> all = new ArrayList<>(sets);
        all.add(set);
        return new RecentQuantiles(List.of(), now, all.subList(Math.max(0, all.size() - MOST), all.size()));
    }

    private static List<Integer> quantiles(int[] sorted) {
        return Arrays.stream(LEVELS)
                .mapToObj(level -> sorted[(int) Math.ceil(level * sorted.length) - 1])
                .toList();
    }

    /** p50, p95 and p99 in milliseconds as of now, for people; empty before 100 answers. */
    public List<Integer> latest() {
        return gathered.size() >= FEWEST
                ? quantiles(gathered.stream().mapToInt(i -> i).sorted().toArray())
                : known() ? newest() : List.of();
    }

    public boolean known() {
        return !sets.isEmpty();
    }

    /**
     * How many answers are slower than the limits: p50, p95 and p99, then p50 and p95 against the limits of far slower
     * answers, which are 2 times the quantile and 50 ms.
     *
     * @param ratio how many times slower than Mesos's quantile, and 20 ms, an answer of EKS may be
     * @throws IllegalStateException before the quantiles are known
     */
    public List<Pair> slower(int[] eks, int[] mesos, double ratio) {
        if (!known()) {
            throw new IllegalStateException("Mesos's response times are not known yet: needs " + ENOUGH);
        }
        return IntStream.range(0, SlownessTests.LEVELS.size())
                .mapToObj(i -> new Pair(counts(eks, limit(i, ratio)), counts(mesos, newest().get(i % LEVELS.length))))
                .toList();
    }

    private double limit(int i, double ratio) {
        double quantile = high(i % LEVELS.length);
        return i < LEVELS.length ? ratio * quantile + FLOOR : Math.max(FAR_SLOWER, ratio) * quantile + FAR_SLOWER_FLOOR;
    }

    private List<Integer> newest() {
        return sets.get(sets.size() - 1);
    }

    private int high(int level) {
        int[] sorted = sets.stream().mapToInt(s -> s.get(level)).sorted().toArray();
        return Math.max(newest().get(level), sorted[(int) (SLOW_SET * (sorted.length - 1))]);
    }

    private static Counts counts(int[] answers, double limit) {
        return new Counts(
                answers.length, Arrays.stream(answers).filter(t -> t > limit).count());
    }
}

package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Side;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The results of a load in a period: requests by outcome and side, and their latencies. */
public final class LoadSnapshot {
    private final Map<Outcome, Long> outcomes;
    private final Map<Side, Histogram> answers;
    private final Map<Side, Long> errors;
    private final long unanswered;

    private LoadSnapshot(Builder from) {
        outcomes = Map.copyOf(from.outcomes);
        answers = from.answers;
        errors = Map.copyOf(from.errors);
        unanswered = from.unanswered;
    }

    public long total() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Requests without a complete answer of a service. */
    public long lost() {
        return outcomes.entrySet().stream()
                .filter(e -> e.getKey().lost())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Requests that failed, and no side is known to have answered. */
    public long unanswered() {
        return unanswered;
    }

    /** Requests without a good answer, for any reason. */
    public long failed() {
        return total() - of(Outcome.OK);
    }

    public long of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** Requests that this side answered, including errors. */
    public long answered(Side side) {
        return answers.get(side).getTotalCount();
    }

    /** Answers of this side that were not good: a 5xx, a wrong status or body, or not whole. */
    public long errors(Side side) {
        return errors.getOrDefault(side, 0L);
    }

    /** EKS's part of the answered requests, 0 to 1; NaN when none was answered. */
    public double measuredShare() {
        long eks = answered(Side.EKS);
        return (double) eks / (eks + answered(Side.MESOS));
    }

    /**
     * @param percentile 0 to 100
     * @return the time to the first byte of this side's answers; zero without answers
     */
    public Duration latency(Side side, double percentile) {
        return Duration.ofNanos(1_000 * answers.get(side).getValueAtPercentile(percentile));
    }

    /** Time to the first byte of the answers of both sides. */
    public Duration latency(double percentile) {
        Histogram both = answers.get(Side.MESOS).copy();
        both.add(answers.get(Side.EKS));
        return Duration.ofNanos(1_000 * both.getValueAtPercentile(percentile));
    }

    @Override
    public String toString() {
        return total() + " requests " + outcomes + ", MESOS " + answered(Side.MESOS) + ", EKS " + answered(Side.EKS)
                + ", p50 " + latency(50).toNanos() / 1000 + " us, p99 "
                + latency(99).toNanos() / 1000 + " us";
    }

    static final class Builder {
        private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        private final Map<Side, Histogram> answers = new EnumMap<>(Side.class);
        private final Map<Side, Long> errors = new EnumMap<>(Side.class);
        private long unanswered;

        Builder() {
            for (Side side : Side.values()) {
                answers.put(side, new Histogram(3));
            }
        }

        void add(RequestLog.Entry entry) {
            outcomes.merge(entry.outcome(), 1L, Long::sum);
            if (entry.side() != null) {
                answers.get(entry.side()).recordValue(Math.max(0, entry.first()));
                errors.merge(entry.side(), entry.outcome() == Outcome.OK ? 0L : 1L, Long::sum);
            } else if (entry.outcome() != Outcome.OK) {
                unanswered++;
            }
        }

        LoadSnapshot build() {
            return new LoadSnapshot(this);
        }
    }
}

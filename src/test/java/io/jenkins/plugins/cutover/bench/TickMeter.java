package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.bench.ScaleRow.Percentiles;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Measures when the ticks of operations start, against when they were due, and how long they take. */
final class TickMeter {
    private final Histogram lateness = new ConcurrentHistogram(3);
    private final Histogram durations = new ConcurrentHistogram(3);
    private final LongAdder ticks = new LongAdder();
    private final LongAdder thrown = new LongAdder();
    private final LongAdder warmUpTicks = new LongAdder();
    private final Duration warmUp;
    private volatile boolean measuring;

    /** @param warmUp the longest time between two ticks until {@link #measure} is on, so that the compiler gets enough */
    TickMeter(Duration warmUp) {
        this.warmUp = warmUp;
    }

    /** The operation, with its ticks measured while {@link #measure} is on. */
    Operation over(Operation operation) {
        return new Measured(operation);
    }

    void measure(boolean on) {
        measuring = on;
    }

    long ticks() {
        return ticks.sum();
    }

    /** Ticks while {@link #measure} was off. */
    long warmUpTicks() {
        return warmUpTicks.sum();
    }

    /** Ticks that ended with an exception, such as a stale record. */
    long thrown() {
        return thrown.sum();
    }

    Percentiles lateness() {
        return millis(lateness, 1000);
    }

    Percentiles durations() {
        return millis(durations, 1000);
    }

    /** @param unit recorded units for a millisecond */
    static Percentiles millis(Histogram histogram, double unit) {
        return new Percentiles(
                histogram.getValueAtPercentile(50) / unit,
                histogram.getValueAtPercentile(95) / unit,
                histogram.getValueAtPercentile(99) / unit,
                histogram.getMaxValue() / unit);
    }

    private Tick paced(Tick tick) {
        return !measuring && tick instanceof Tick.Again again && again.after().compareTo(warmUp) > 0
                ? new Tick.Again(warmUp, again.status())
                : tick;
    }

    private final class Measured implements Operation {
        private final Operation operation;
        /** When the next tick is due; 0 when it is not known. A run's ticks follow one another. */
        private volatile long due;

        Measured(Operation operation) {
            this.operation = operation;
        }

        @Override
        public String service() {
            return operation.service();
        }

        @Override
        public String name() {
            return operation.name();
        }

        @Override
        public Tick tick() {
            long start = System.nanoTime();
            if (measuring && due != 0) {
                lateness.recordValue(Math.max(0, (start - due) / 1000));
            }
            due = 0;
            boolean returned = false;
            try {
                Tick tick = paced(operation.tick());
                returned = true;
                due = tick instanceof Tick.Again again
                        ? System.nanoTime() + again.after().toNanos()
                        : 0;
                return tick;
            } finally {
                if (!measuring) {
                    warmUpTicks.increment();
                } else {
                    ticks.increment();
                    thrown.add(returned ? 0 : 1);
                    durations.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
                }
            }
        }
    }
}

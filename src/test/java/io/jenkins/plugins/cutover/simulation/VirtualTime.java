package io.jenkins.plugins.cutover.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

/**
 * Time that passes only by calls. Tasks run on the calling thread, in the order of their times; a task may itself let
 * time pass (simulated I/O), and tasks that fall due meanwhile run inside it, as on another thread.
 * The wall clock can jump; what is scheduled keeps its distance, as with a monotonic clock.
 */
public final class VirtualTime {
    private final PriorityQueue<VirtualTask<?>> tasks = new PriorityQueue<>(
            Comparator.<VirtualTask<?>>comparingLong(VirtualTask::at).thenComparingLong(VirtualTask::number));
    private final Instant start;
    private long nanos;
    private Duration jumped = Duration.ZERO;
    private long numbers;

    public VirtualTime(Instant start) {
        this.start = start;
    }

    /** What clocks on the wall show. */
    public Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return start.plusNanos(nanos).plus(jumped);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("only UTC here");
            }
        };
    }

    /** Time since the start, independent of wall clocks. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    long nanos() {
        return nanos;
    }

    /** Sets the clocks on the wall forward, or back when negative. */
    public void jump(Duration by) {
        jumped = jumped.plus(by);
    }

    /** Lets time pass and runs what falls due. */
    public void run(Duration duration) {
        long until = nanos + duration.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at() <= until) {
            step();
        }
        nanos = Math.max(nanos, until);
    }

    /** Goes to the next task and runs it. @return false when there is none */
    public boolean step() {
        VirtualTask<?> next = tasks.poll();
        if (next == null) {
            return false;
        }
        nanos = Math.max(nanos, next.at());
        next.run();
        return true;
    }

    /** Runs something after a while. */
    public void after(Duration delay, Runnable command) {
        add(new VirtualTask<>(
                this,
                () -> {
                    command.run();
                    return null;
                },
                nanos + Math.max(0, delay.toNanos()),
                numbers++));
    }

    <V> VirtualTask<V> add(VirtualTask<V> task) {
        tasks.add(task);
        return task;
    }

    void remove(VirtualTask<?> task) {
        tasks.remove(task);
    }

    long nextNumber() {
        return numbers++;
    }

    public ScheduledExecutorService scheduler() {
        return scheduler(work -> work);
    }

    /** @param around put around each task when it is scheduled */
    public ScheduledExecutorService scheduler(UnaryOperator<Runnable> around) {
        return new VirtualScheduler(this, around);
    }
}

package io.jenkins.plugins.cutover.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Time that passes when it is told to. Tasks run on the thread that moves it, in the order of their times; a task may
 * itself let time pass (it does I/O), and whatever falls due meanwhile runs inside of it, as another thread would.
 * The wall clock can jump; what is scheduled keeps its distance, as with a monotonic clock.
 */
public final class VirtualTime implements ScheduledExecutorService {
    private final PriorityQueue<Task<?>> tasks =
            new PriorityQueue<>(Comparator.<Task<?>>comparingLong(t -> t.at).thenComparingLong(t -> t.number));
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

    /** Since the beginning, whatever the clocks show. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    /** Sets the clocks on the wall forward, or back when negative. */
    public void jump(Duration by) {
        jumped = jumped.plus(by);
    }

    /** Lets time pass and runs what falls due. */
    public void run(Duration duration) {
        long until = nanos + duration.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at <= until) {
            step();
        }
        nanos = Math.max(nanos, until);
    }

    /** Goes to the next task and runs it. @return false when there is none */
    public boolean step() {
        Task<?> next = tasks.poll();
        if (next == null) {
            return false;
        }
        nanos = Math.max(nanos, next.at);
        next.run();
        return true;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return schedule(
                () -> {
                    command.run();
                    return null;
                },
                delay,
                unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        Task<V> task = new Task<>(work, nanos + Math.max(0, unit.toNanos(delay)), numbers++);
        tasks.add(task);
        return task;
    }

    /** In so many milliseconds. */
    public void after(Duration delay, Runnable command) {
        schedule(command, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void execute(Runnable command) {
        schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final long at;
        private final long number;

        private Task(Callable<V> work, long at, long number) {
            super(work);
            this.at = at;
            this.number = number;
        }

        /** A fault in a task is a fault of the test: it is not kept for a caller that may never ask. */
        @Override
        protected void setException(Throwable fault) {
            super.setException(fault);
            if (fault instanceof Error error) {
                throw error;
            }
            if (fault instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IllegalStateException(fault);
        }

        @Override
        public boolean cancel(boolean interrupt) {
            tasks.remove(this);
            return super.cancel(interrupt);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long delay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException("operations schedule single ticks");
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long delay, long pause, TimeUnit unit) {
        throw new UnsupportedOperationException("operations schedule single ticks");
    }

    @Override
    public <T> Future<T> submit(Callable<T> work) {
        return schedule(work, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public <T> Future<T> submit(Runnable work, T result) {
        return schedule(
                () -> {
                    work.run();
                    return result;
                },
                0,
                TimeUnit.NANOSECONDS);
    }

    @Override
    public Future<?> submit(Runnable work) {
        return schedule(work, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> all) {
        throw new UnsupportedOperationException("it would have to wait");
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> all, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException("it would have to wait");
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> all) {
        throw new UnsupportedOperationException("it would have to wait");
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> all, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException("it would have to wait");
    }

    @Override
    public void shutdown() {
        tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> left = List.copyOf(tasks);
        tasks.clear();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}

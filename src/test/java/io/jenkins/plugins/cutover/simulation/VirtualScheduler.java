package io.jenkins.plugins.cutover.simulation;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** As much of a scheduler as operations use: single tasks after a delay. */
final class VirtualScheduler extends AbstractExecutorService implements ScheduledExecutorService {
    private final VirtualTime time;
    private final UnaryOperator<Runnable> around;

    VirtualScheduler(VirtualTime time, UnaryOperator<Runnable> around) {
        this.time = time;
        this.around = around;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Runnable work = around.apply(command);
        return schedule(
                () -> {
                    work.run();
                    return null;
                },
                delay,
                unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        long at = time.nanos() + Math.max(0, unit.toNanos(delay));
        return time.add(new VirtualTask<>(time, work, at, time.nextNumber()));
    }

    @Override
    public void execute(Runnable command) {
        schedule(command, 0, TimeUnit.NANOSECONDS);
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
    public void shutdown() {
        // tasks end with the simulation
    }

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
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

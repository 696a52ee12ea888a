package io.jenkins.plugins.cutover.simulation;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A piece of work that is due at some moment of {@link VirtualTime}. */
final class VirtualTask<V> extends FutureTask<V> implements ScheduledFuture<V> {
    private final VirtualTime time;
    private final long at;
    private final long number;

    /** @param number orders tasks that are due at the same moment */
    VirtualTask(VirtualTime time, Callable<V> work, long at, long number) {
        super(work);
        this.time = time;
        this.at = at;
        this.number = number;
    }

    long at() {
        return at;
    }

    long number() {
        return number;
    }

    /** An exception in a task fails the test at once, because no caller may ever read it. */
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
        time.remove(this);
        return super.cancel(interrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(at - time.nanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
}

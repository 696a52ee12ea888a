package io.jenkins.plugins.cutover.pipeline;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Passes on a status line at most every few seconds: the build log is read, not watched. */
final class StatusLog implements Consumer<String> {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

    private final Consumer<String> log;
    private long next = System.nanoTime();

    StatusLog(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public synchronized void accept(String status) {
        long now = System.nanoTime();
        if (now - next >= 0) {
            next = now + PAUSE;
            log.accept(status);
        }
    }
}

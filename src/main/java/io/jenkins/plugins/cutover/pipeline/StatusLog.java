package io.jenkins.plugins.cutover.pipeline;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Passes a status line on at most every 5 seconds, to keep the build log readable. */
final class StatusLog implements Consumer<String> {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

    private final Consumer<String> log;
    private long next = System.nanoTime();

    StatusLog(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public synchronized void accept(String status) {
        long now = System.nanoTime();
        if (now - next >= 0) {
            next = now + INTERVAL;
            log.accept(status);
        }
    }
}

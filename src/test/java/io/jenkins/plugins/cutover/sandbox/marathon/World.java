package io.jenkins.plugins.cutover.sandbox.marathon;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The whole state of the sandbox. Access only under its own lock. */
final class World {
    final Map<String, AppState> apps = new TreeMap<>();
    final Map<String, java.util.List<String>> groupDependencies = new TreeMap<>();
    final List<DeploymentState> deployments = new ArrayList<>();
    final Faults faults = new Faults();
    final Events events = new Events();
    final int slotPort;
    volatile Timings timings;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private Instant last = Instant.MIN;
    private long ids;

    World(Clock clock, ScheduledExecutorService timer, Timings timings, int slotPort) {
        this.clock = clock;
        this.timer = timer;
        this.timings = timings;
        this.slotPort = slotPort;
    }

    Instant now() {
        return clock.instant();
    }

    /** A version: no two are alike, and each is later than the one before. */
    Instant newVersion() {
        Instant now = now().truncatedTo(ChronoUnit.MILLIS);
        last = now.isAfter(last) ? now : last.plusMillis(1);
        return last;
    }

    /** The same ids in each run. */
    String newId() {
        return new UUID(0x5a1d_0000_0000_4000L, 0x8000_0000_0000_0000L | ++ids).toString();
    }

    void after(Duration delay, Runnable work) {
        try {
            timer.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The owner has stopped the timer, which ends the sandbox.
        }
    }

    List<String> listedDeployments(String appId) {
        Instant now = now();
        return deployments.stream()
                .filter(d -> d.appId().equals(appId) && !d.listedFrom().isAfter(now))
                .map(DeploymentState::id)
                .toList();
    }

    List<String> locks(String appId) {
        return deployments.stream()
                .filter(d -> d.appId().equals(appId))
                .map(DeploymentState::id)
                .toList();
    }
}

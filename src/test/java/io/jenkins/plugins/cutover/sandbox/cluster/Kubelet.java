package io.jenkins.plugins.cutover.sandbox.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs the pods that the API server holds, on one node: level-triggered, so {@link #sync} may be called at any time.
 * Works on the sandbox's own API server and on a real one alike.
 */
final class Kubelet implements AutoCloseable {
    /** @param readyAfter from a container's start to its readiness; also the step of every back-off */
    record Timing(Duration readyAfter, Duration stopsAfter) {}

    private final PodApi api;
    private final PodFactory factory;
    private final Faults faults;
    private final ScheduledExecutorService scheduler;
    private final Clock clock;
    private final Timing timing;
    private final Addresses addresses;
    private final Map<String, PodRunner> runners = new LinkedHashMap<>();
    private boolean down;
    private boolean closed;

    Kubelet(
            PodApi api,
            PodFactory factory,
            Faults faults,
            ScheduledExecutorService scheduler,
            Clock clock,
            Timing timing,
            Addresses addresses) {
        this.api = api;
        this.factory = factory;
        this.faults = faults;
        this.scheduler = scheduler;
        this.clock = clock;
        this.timing = timing;
        this.addresses = addresses;
    }

    synchronized void sync() {
        if (closed) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (Pod pod : api.pods()) {
            String uid = pod.getMetadata().getUid();
            seen.add(uid);
            PodRunner runner = runners.get(uid);
            if (runner == null) {
                runner = new PodRunner(this, pod);
                runners.put(uid, runner);
                runner.start();
            } else if (runner.waitsForNode()) {
                runner.start();
            }
            if (pod.getMetadata().getDeletionTimestamp() != null) {
                runner.end();
            }
        }
        runners.values().removeIf(runner -> {
            boolean gone = !seen.contains(runner.pod.getMetadata().getUid());
            if (gone) {
                runner.close();
            }
            return gone;
        });
    }

    synchronized void crashAll() {
        down = true;
        runners.values().stream()
                .filter(runner -> !runner.crashed())
                .toList()
                .forEach(runner -> runner.crash(137, "Error"));
    }

    synchronized void crash(String pod, String reason) {
        runners.values().stream()
                .filter(runner -> runner.name().equals(pod))
                .toList()
                .forEach(runner -> runner.crash(137, reason));
    }

    synchronized void recover() {
        down = false;
        List.copyOf(runners.values()).stream().filter(PodRunner::crashed).forEach(PodRunner::start);
    }

    synchronized List<SandboxPod> pods() {
        return runners.values().stream().map(PodRunner::view).toList();
    }

    synchronized Optional<String> log(String pod, boolean previous) {
        return runners.values().stream()
                .filter(runner -> runner.name().equals(pod) && (!previous || runner.restarts() > 0))
                .findFirst()
                .map(runner -> faults.lastLogLines(
                        runner.pod.getSpec().getContainers().get(0).getImage()));
    }

    @Override
    public synchronized void close() {
        closed = true;
        runners.values().forEach(PodRunner::close);
        runners.clear();
    }

    boolean crashes(String image) {
        return down || faults.crashes(image);
    }

    void later(PodRunner runner, Runnable step) {
        schedule(runner, step, timing.readyAfter());
    }

    void afterStop(PodRunner runner, Runnable step) {
        schedule(runner, step, faults.graceOr(timing.stopsAfter()));
    }

    private void schedule(PodRunner runner, Runnable step, Duration delay) {
        try {
            scheduler.schedule(() -> alive(runner, step), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            closed = true; // the owner of the scheduler has shut it down
        }
    }

    private synchronized void alive(PodRunner runner, Runnable step) {
        if (!closed && runners.get(runner.pod.getMetadata().getUid()) == runner) {
            step.run();
        }
    }

    void gone(PodRunner runner) {
        runners.remove(runner.pod.getMetadata().getUid());
        api.remove(runner.pod);
    }

    PodApi api() {
        return api;
    }

    PodFactory factory() {
        return factory;
    }

    Faults faults() {
        return faults;
    }

    Addresses addresses() {
        return addresses;
    }

    String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

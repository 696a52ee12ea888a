package io.jenkins.plugins.cutover.eks.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.cutover.eks.rollout.PodState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The watch on one namespace. It begins with the first question, ends when nobody has asked for a while, and begins anew with
 * the next question. A watch that ends for another reason is followed by a list, which is compared with the pods known so
 * far, and by another watch.
 */
final class NamespaceWatch implements PodConnection.Receiver {
    private static final Logger LOG = Logger.getLogger(NamespaceWatch.class.getName());
    private static final int UNAUTHORIZED = 401;

    /** For the calls of a client that ends to return; its threads are interrupted then. */
    private static final int CLOSE_AFTER_SECONDS = 1;

    private final String namespace;
    private final String credential;
    private final PodWatches.Threads threads;
    private final WatchSettings settings;
    private final Consumer<String> changes;
    private final Map<String, PodState> pods = new HashMap<>();
    private volatile WatchedCluster cluster;
    private volatile Instant asked = Instant.MIN;
    private boolean running;
    private boolean listed;
    private boolean retired;
    private Instant established;
    private Duration wait;

    /**
     * @param credential of all services that share this watch
     * @param changes receives the workload of each pod that changed
     */
    NamespaceWatch(
            String namespace,
            String credential,
            PodWatches.Threads threads,
            WatchSettings settings,
            Consumer<String> changes) {
        this.namespace = namespace;
        this.credential = credential;
        this.threads = threads;
        this.settings = settings;
        this.changes = changes;
        this.wait = settings.firstWait();
    }

    /**
     * A service asks for changes.
     *
     * @return false when the credential has changed: this watch has ended for good
     */
    synchronized boolean ask(WatchedCluster asking) {
        if (retired) {
            return false;
        }
        cluster = asking; // the build that asked first may be gone, with its credentials
        asked = threads.clock().instant();
        if (!running) {
            running = true;
            threads.run(this::connect);
        }
        return true;
    }

    private void connect() {
        if (endIfIdle()) {
            return;
        }
        WatchedCluster source = cluster;
        KubernetesClient client = null;
        try {
            if (!source.credential().equals(credential)) {
                retire();
                return;
            }
            client = source.open();
            follow(source, client, new PodConnection(client, namespace, settings, this));
        } catch (RuntimeException e) {
            ended(source, client, e);
        }
    }

    private void follow(WatchedCluster source, KubernetesClient client, PodConnection connection) {
        Instant until = threads.clock().instant().plus(settings.life()).plus(settings.check());
        var end = connection.start();
        ScheduledFuture<?> checks = threads.every(settings.check(), () -> {
            if (idle() || threads.clock().instant().isAfter(until)) {
                connection.cancel();
            }
        });
        end.whenComplete((done, failure) -> {
            checks.cancel(false);
            threads.run(() -> ended(source, client, failure));
        });
    }

    /** Frees the client and tries again: after a second when the watch had lasted, later after each failure. */
    private void ended(WatchedCluster source, KubernetesClient client, Throwable failure) {
        LOG.log(Level.FINE, failure, () -> "pods of " + namespace + ": the watch has ended");
        if (client != null) {
            if (refused(failure)) {
                source.refused(client);
            }
            threads.after(Duration.ofSeconds(CLOSE_AFTER_SECONDS), client::close);
        }
        threads.after(nextWait(), this::connect);
    }

    private synchronized Duration nextWait() {
        boolean lasted = established != null
                && established
                        .plus(settings.longestWait())
                        .isBefore(threads.clock().instant());
        Duration next = lasted ? settings.firstWait() : wait;
        wait = settings.longer(next);
        established = null;
        return next;
    }

    private static boolean refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof KubernetesClientException answer && answer.getCode() == UNAUTHORIZED;
    }

    private boolean idle() {
        return asked.plus(settings.idle()).isBefore(threads.clock().instant());
    }

    private synchronized boolean endIfIdle() {
        if (idle()) {
            forget();
        }
        return !running;
    }

    private synchronized void retire() {
        retired = true;
        forget();
    }

    private void forget() {
        running = false;
        listed = false;
        cluster = null; // keeps a build in memory
        wait = settings.firstWait();
        pods.clear();
    }

    @Override
    public synchronized void established(Map<String, PodState> now) {
        established = threads.clock().instant();
        if (listed) {
            Set<String> changed = new HashSet<>();
            now.forEach((uid, state) -> compare(pods.get(uid), state, changed::add));
            pods.forEach((uid, state) -> compare(state, now.get(uid), changed::add));
            changed.forEach(changes);
        }
        pods.clear();
        pods.putAll(now);
        listed = true;
    }

    @Override
    public synchronized void changed(String uid, PodState state) {
        PodState before = state == null ? pods.remove(uid) : pods.put(uid, state);
        compare(before, state, changes);
    }

    /** @param before null for a new pod @param after null for one that was removed */
    private static void compare(PodState before, PodState after, Consumer<String> changed) {
        if (!Objects.equals(before, after)) {
            changed.accept((after == null ? before : after).workload());
        }
    }
}

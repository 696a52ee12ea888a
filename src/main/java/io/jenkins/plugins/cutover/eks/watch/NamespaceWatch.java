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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The watch on one namespace with one credential. It begins with the first question and ends for good when it was not asked
 * for a while, or when the credential has changed. A connection that ends for another reason is followed by a list, which is
 * compared with the pods known so far, and by another connection.
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
    private final Consumer<NamespaceWatch> atEnd;
    private final Map<String, AtomicLong> counters = new ConcurrentHashMap<>();
    private final Map<String, PodState> pods = new HashMap<>();
    private volatile WatchedCluster cluster;
    private Instant asked;
    private boolean started;
    private boolean over;
    private boolean listed;
    private Instant established;
    private Duration wait;

    /**
     * @param credential of all services that share this watch, see {@link WatchedCluster#credential}
     * @param atEnd called when this watch has ended for good
     */
    NamespaceWatch(
            String namespace,
            String credential,
            PodWatches.Threads threads,
            WatchSettings settings,
            Consumer<NamespaceWatch> atEnd) {
        this.namespace = namespace;
        this.credential = credential;
        this.threads = threads;
        this.settings = settings;
        this.atEnd = atEnd;
        this.asked = threads.clock().instant();
        this.wait = settings.firstWait();
    }

    /** Counts the changes of a workload's pods from now on. */
    AtomicLong counter(String workload) {
        return counters.computeIfAbsent(workload, any -> new AtomicLong());
    }

    /**
     * A service asks for changes.
     *
     * @return false when this watch has ended for good
     */
    synchronized boolean ask(WatchedCluster asking) {
        if (over) {
            return false;
        }
        cluster = asking; // the build that asked first may be gone, with its credentials
        asked = threads.clock().instant();
        if (!started) {
            started = true;
            threads.run(this::connect);
        }
        return true;
    }

    private void connect() {
        WatchedCluster source = cluster;
        KubernetesClient client = null;
        try {
            if (endIfIdle() || endIfChanged(source)) {
                return;
            }
            client = source.open();
            follow(source, client);
        } catch (RuntimeException e) {
            ended(source, client, e);
        }
    }

    private void follow(WatchedCluster source, KubernetesClient client) {
        new PodConnection(client, namespace, settings, this)
                .start()
                .whenComplete((done, failure) -> threads.run(() -> ended(source, client, failure)));
    }

    /** Frees the client and tries again: after a second when the watch had lasted, later after each failure. */
    private void ended(WatchedCluster source, KubernetesClient client, Throwable failure) {
        LOG.log(Level.FINE, failure, () -> "pods of " + namespace + ": the watch has ended");
        try {
            if (client != null && refused(failure)) {
                source.refused(client);
            }
        } finally {
            if (client != null) {
                threads.after(Duration.ofSeconds(CLOSE_AFTER_SECONDS), client::close);
            }
            threads.after(nextWait(), this::connect);
        }
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

    private synchronized boolean endIfIdle() {
        if (asked.plus(settings.idle()).isBefore(threads.clock().instant())) {
            finish();
        }
        return over;
    }

    private boolean endIfChanged(WatchedCluster source) {
        boolean changed = !source.credential().equals(credential);
        if (changed) {
            finish();
        }
        return changed;
    }

    /** Ends for good, with the current connection. */
    synchronized void finish() {
        over = true;
        cluster = null; // keeps a build in memory
        pods.clear();
        atEnd.accept(this);
    }

    @Override
    public synchronized void established(Map<String, PodState> now) {
        established = threads.clock().instant();
        if (listed) {
            Set<String> changed = new HashSet<>();
            now.forEach((uid, state) -> compare(pods.get(uid), state, changed::add));
            pods.forEach((uid, state) -> compare(state, now.get(uid), changed::add));
            changed.forEach(this::count);
        }
        pods.clear();
        pods.putAll(now);
        listed = true;
    }

    @Override
    public synchronized void changed(String uid, PodState state) {
        PodState before = state == null ? pods.remove(uid) : pods.put(uid, state);
        compare(before, state, this::count);
    }

    private void count(String workload) {
        AtomicLong counter = counters.get(workload);
        if (counter != null) {
            counter.incrementAndGet();
        }
    }

    /** @param before null for a new pod @param after null for one that was removed */
    private static void compare(PodState before, PodState after, Consumer<String> changed) {
        if (!Objects.equals(before, after)) {
            changed.accept((after == null ? before : after).workload());
        }
    }
}

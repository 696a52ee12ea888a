package io.jenkins.plugins.cutover.eks.watch;

import io.jenkins.plugins.cutover.model.EksSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One watch for each cluster, namespace and credential, shared by all services in it. A watch costs one connection and one
 * thread of the HTTP client that reads it, and another thread while it is established.
 */
public final class PodWatches {
    private static final Logger LOG = Logger.getLogger(PodWatches.class.getName());

    private final Map<Place, NamespaceWatch> watches = new ConcurrentHashMap<>();
    private final Threads threads;
    private final WatchSettings settings;

    private record Place(EksSpec.Access access, String namespace, String credential) {}

    PodWatches(Threads threads, WatchSettings settings) {
        this.threads = threads;
        this.settings = settings;
    }

    /** Those of this process: builds and guards have clients of their own, and share the watches. */
    public static PodWatches shared() {
        return OfThisProcess.WATCHES;
    }

    /** Apart, since tests have others. */
    private static final class OfThisProcess {
        private static final PodWatches WATCHES =
                new PodWatches(Threads.daemons(Clock.systemUTC()), WatchSettings.DEFAULT);
    }

    /**
     * The changes of one service's pods. Asking never blocks and never fails; the first question begins the watch.
     *
     * @param cluster opens clients with the service's credential
     * @return how many changes there were since this call; never falls
     */
    public LongSupplier changes(EksSpec spec, WatchedCluster cluster) {
        return new Question(spec.access(), spec.namespace(), spec.deployment(), cluster);
    }

    /** Ends all watches, with their current connections. */
    void close() {
        List.copyOf(watches.values()).forEach(NamespaceWatch::finish);
    }

    private NamespaceWatch watch(Place place) {
        return watches.computeIfAbsent(
                place,
                any -> new NamespaceWatch(
                        place.namespace(), place.credential(), threads, settings, watches.values()::remove));
    }

    /** The view of one service. Its watch is looked up in the background, since reading a credential may take time. */
    private final class Question implements LongSupplier {
        private final EksSpec.Access access;
        private final String namespace;
        private final String workload;
        private final WatchedCluster cluster;
        private volatile Joined joined = new Joined(null, new AtomicLong(), 0);
        private boolean joining;

        Question(EksSpec.Access access, String namespace, String workload, WatchedCluster cluster) {
            this.access = access;
            this.namespace = namespace;
            this.workload = workload;
            this.cluster = cluster;
        }

        @Override
        public long getAsLong() {
            Joined now = joined;
            if (now.watch() == null || !now.watch().ask(cluster)) {
                join(now);
            }
            return now.changes();
        }

        private synchronized void join(Joined ended) {
            if (!joining && joined.equals(ended)) {
                joining = true;
                threads.run(this::lookUp);
            }
        }

        private void lookUp() {
            try {
                NamespaceWatch watch = watch(new Place(access, namespace, cluster.credential()));
                AtomicLong counter = watch.counter(workload);
                joined = new Joined(watch, counter, joined.changes() - counter.get());
                watch.ask(cluster);
                mayJoin();
            } catch (RuntimeException e) {
                LOG.log(Level.FINE, e, () -> "pods of " + namespace + ": no credential for a watch");
                threads.after(settings.longestWait(), this::mayJoin);
            }
        }

        private synchronized void mayJoin() {
            joining = false;
        }
    }

    /** @param offset the changes that earlier watches counted, less those that this one counted before */
    private record Joined(NamespaceWatch watch, AtomicLong counter, long offset) {
        long changes() {
            return counter.get() + offset;
        }
    }

    /**
     * Where watches run.
     *
     * @param timer one thread, which only starts work
     * @param workers work that may wait for an answer: one at a time for each namespace
     */
    record Threads(Clock clock, ScheduledExecutorService timer, ExecutorService workers) {
        static Threads daemons(Clock clock) {
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("pod-watch-timer"));
            timer.setKeepAliveTime(1, TimeUnit.MINUTES);
            timer.allowCoreThreadTimeOut(true);
            timer.setRemoveOnCancelPolicy(true);
            ExecutorService workers = new ThreadPoolExecutor(
                    0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), named("pod-watch"));
            return new Threads(clock, timer, workers);
        }

        private static ThreadFactory named(String name) {
            AtomicInteger number = new AtomicInteger();
            return work -> {
                Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
                thread.setDaemon(true);
                thread.setContextClassLoader(PodWatches.class.getClassLoader());
                return thread;
            };
        }

        void run(Runnable work) {
            workers.execute(work);
        }

        void after(Duration delay, Runnable work) {
            timer.schedule(() -> run(work), delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}

package io.jenkins.plugins.cutover.eks.watch;

import io.jenkins.plugins.cutover.model.EksSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
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
    private static final PodWatches SHARED = new PodWatches(Threads.daemons(Clock.systemUTC()), WatchSettings.DEFAULT);

    private final Map<Place, NamespaceWatch> watches = new ConcurrentHashMap<>();
    private final Map<Service, AtomicLong> counters = new ConcurrentHashMap<>();
    private final Threads threads;
    private final WatchSettings settings;

    private record Place(EksSpec.Access access, String namespace, String credential) {}

    private record Service(EksSpec.Access access, String namespace, String workload) {}

    PodWatches(Threads threads, WatchSettings settings) {
        this.threads = threads;
        this.settings = settings;
    }

    /** Those of this process: builds and guards have clients of their own, and share the watches. */
    public static PodWatches shared() {
        return SHARED;
    }

    /**
     * The changes of one service's pods. Asking never blocks and never fails; the first question begins the watch.
     *
     * @param cluster opens clients with the service's credential
     * @return how many changes there were; never falls
     */
    public LongSupplier changes(EksSpec spec, WatchedCluster cluster) {
        Service service = new Service(spec.access(), spec.namespace(), spec.deployment());
        AtomicLong counter = counters.computeIfAbsent(service, any -> new AtomicLong());
        return new Question(service, cluster, counter);
    }

    private NamespaceWatch watch(Place place) {
        return watches.computeIfAbsent(
                place,
                any -> new NamespaceWatch(
                        place.namespace(), place.credential(), threads, settings, workload -> count(place, workload)));
    }

    private void count(Place place, String workload) {
        AtomicLong counter = counters.get(new Service(place.access(), place.namespace(), workload));
        if (counter != null) {
            counter.incrementAndGet();
        }
    }

    /** The view of one service. Its watch is looked up in the background, since reading a credential may take time. */
    private final class Question implements LongSupplier {
        private final Service service;
        private final WatchedCluster cluster;
        private final AtomicLong counter;
        private volatile NamespaceWatch watch;
        private volatile boolean joining;

        Question(Service service, WatchedCluster cluster, AtomicLong counter) {
            this.service = service;
            this.cluster = cluster;
            this.counter = counter;
        }

        @Override
        public long getAsLong() {
            NamespaceWatch joined = watch;
            if (joined == null || !joined.ask(cluster)) {
                join(joined);
            }
            return counter.get();
        }

        private synchronized void join(NamespaceWatch ended) {
            if (!joining && watch == ended) {
                joining = true;
                threads.run(() -> lookUp(ended));
            }
        }

        private void lookUp(NamespaceWatch ended) {
            try {
                String credential = cluster.credential();
                if (ended != null) {
                    watches.values().remove(ended);
                }
                NamespaceWatch found = watch(new Place(service.access(), service.namespace(), credential));
                found.ask(cluster);
                watch = found;
                joining = false;
            } catch (RuntimeException e) {
                LOG.log(Level.FINE, e, () -> "pods of " + service.namespace() + ": no credential for a watch");
                threads.after(settings.longestWait(), () -> joining = false);
            }
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

        ScheduledFuture<?> every(Duration period, Runnable work) {
            return timer.scheduleWithFixedDelay(
                    () -> run(work), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}

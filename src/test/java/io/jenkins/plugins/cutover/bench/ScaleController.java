package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.journal.OwnerLiveness;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.JournalAddress;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.engine.Stores;
import io.jenkins.plugins.cutover.operation.guard.Guard;
import io.jenkins.plugins.cutover.operation.guard.GuardLease;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.Router;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What a controller keeps for its cutovers: the stores, the runner on its thread pool, a context for each build. */
final class ScaleController implements AutoCloseable {
    private static final int THREADS = 8;
    private static final Duration BAKE = Duration.ofHours(2);
    /** As the period of the controller's monitor of abandoned cutovers. */
    private static final long MONITOR_SECONDS = 10;

    private final ScaleTask task;
    private final Clock clock = Clock.systemUTC();
    private final Stores stores;
    private final ScheduledThreadPoolExecutor threads = threads();
    private final ScheduledThreadPoolExecutor monitor = daemons(1, "controller-timer");
    private final Runner runner = new Runner(threads);
    private final ScaleClients healthy;
    private final ScaleClients failing;
    private final List<Runner.Run> all = new ArrayList<>();

    ScaleController(ScaleTask task) {
        this.task = task;
        JournalAddress folder = new JournalAddress.Folder(Path.of(task.folder()));
        stores = Stores.open(
                folder,
                Secrets.NONE,
                clock,
                OwnerLiveness.NONE,
                Path.of(task.folder()).resolve("copies"));
        healthy = ScaleClients.of(endpoints(false));
        failing = ScaleClients.of(endpoints(true));
    }

    /** As JenkinsCutoverServices makes it. */
    private static ScheduledThreadPoolExecutor threads() {
        ScheduledThreadPoolExecutor pool = daemons(THREADS, "phased-cutover");
        pool.setKeepAliveTime(30, TimeUnit.SECONDS);
        pool.allowCoreThreadTimeOut(true);
        pool.setRemoveOnCancelPolicy(true);
        return pool;
    }

    private static ScheduledThreadPoolExecutor daemons(int count, String name) {
        AtomicInteger number = new AtomicInteger();
        return new ScheduledThreadPoolExecutor(count, work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    private List<Endpoint> endpoints(boolean canFail) {
        return (canFail ? ScaleWorld.FAILING_EKS : ScaleWorld.EKS)
                .stream().map(host -> new Endpoint(host, task.port())).toList();
    }

    private Context context(int number) {
        return new Context(
                stores.journal(), stores.locks(), task.canFail(number) ? failing : healthy, clock, owner(number));
    }

    private static Owner owner(int number) {
        return new Owner("build", ScaleWorld.service(number) + "#1");
    }

    ServiceSpec spec(int number) {
        return ScaleRecords.spec(ScaleWorld.service(number), task.instances());
    }

    /** Stores a record for each cutover and sets the weights that it says. */
    void prepare() {
        Instant now = clock.instant();
        for (int i = 0; i < task.cutovers(); i++) {
            ServiceSpec spec = spec(i);
            Router router = context(i).clients().router(spec.haproxy());
            List<Endpoint> eks = endpoints(task.canFail(i));
            CutoverRecord record =
                    ScaleRecords.running(spec, i, owner(i), eks, router.read().counters(), now);
            FleetOutcome outcome = router.apply(record.desired());
            if (!outcome.confirmed()) {
                throw new IllegalStateException(spec.service() + ": " + outcome.problems());
            }
            stores.journal().save(record);
        }
    }

    /** One operation for each cutover, begun evenly over a poll interval. */
    List<Runner.Run> verifications(TickMeter meter) {
        return start(meter, i -> new Verify(context(i), ScaleWorld.service(i), BAKE));
    }

    /** What a controller runs for each open cutover, whether or not a step moves it. */
    List<Runner.Run> guards(TickMeter meter) {
        monitor.scheduleAtFixedRate(this::monitor, 0, MONITOR_SECONDS, TimeUnit.SECONDS);
        GuardLease lease = new GuardLease(new Owner("controller", "scale"), stores::locks, clock);
        return start(meter, i -> new Guard(context(i), ScaleWorld.service(i), lease, owner -> true));
    }

    private interface ForService {
        Operation of(int number);
    }

    private List<Runner.Run> start(TickMeter meter, ForService operations) {
        List<Runner.Run> runs = new ArrayList<>();
        for (int i = 0; i < task.cutovers(); i++) {
            runs.add(runner.start(meter.over(operations.of(i))));
            LockSupport.parkNanos(1_000_000_000L / task.cutovers());
        }
        all.addAll(runs);
        return runs;
    }

    /** As AbandonedCutovers does while the builds live: read all records, renew each lease. */
    private void monitor() {
        try {
            for (CutoverRecord record : stores.journal().all()) {
                String environment = record.spec().environment();
                stores.locks().holder(environment);
                stores.locks().take(environment, record.service(), record.owner());
            }
        } catch (RuntimeException e) {
            System.err.println("cutover bench scale: the monitor: " + e.getMessage());
        }
    }

    CutoverRecord record(int number) {
        return stores.journal().find(ScaleWorld.service(number)).orElseThrow();
    }

    /** Whether no instance gives the EKS servers of this service any weight. */
    boolean backOnMesos(int number) {
        CutoverRecord record = record(number);
        DesiredTraffic desired = record.desired().withShare(Share.NONE);
        FleetReading fleet =
                context(number).clients().router(record.spec().haproxy()).read();
        return fleet.unreachable().isEmpty() && fleet.drift(desired).isEmpty();
    }

    @Override
    public void close() throws InterruptedException {
        all.forEach(Runner.Run::cancel);
        monitor.shutdown();
        threads.shutdown();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }
}

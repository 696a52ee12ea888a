package io.jenkins.plugins.cutover.controller;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.engine.SteadyClock;
import io.jenkins.plugins.cutover.operation.engine.Stores;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.operation.guard.GuardLease;
import io.jenkins.plugins.cutover.operation.guard.Guards;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The implementation on a controller: the configured journal, the credentials of the build, its own thread pool. */
@Extension
public final class JenkinsCutoverServices implements CutoverServices {
    /** Each tick does one bounded round of network calls; so many ticks can run at the same time. */
    private static final int THREADS = 8;

    private static final Duration ROLLBACK_TIMEOUT = Duration.ofMinutes(15);

    private final Clock clock = Clock.systemUTC();
    private final Clock steady = SteadyClock.ofMachine();
    private final CutoverCounters counters = new CutoverCounters(clock);
    private final ConfiguredStores stores = new ConfiguredStores(clock, counters);
    private final ScheduledThreadPoolExecutor threads = threads();
    private final Runner runner = new Runner(threads);
    private final Map<String, Runner.Run> rollbacks = new ConcurrentHashMap<>();
    private final Guards guards = new Guards(
            runner,
            owner -> unattended(owner),
            new GuardLease(
                    CutoverServices.controllerAsOwner(), () -> stores.get().locks(), steady),
            (record, reason) -> rollBack(record, reason));

    private static ScheduledThreadPoolExecutor threads() {
        AtomicInteger number = new AtomicInteger();
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(THREADS, work -> {
            Thread thread = new Thread(work, "phased-cutover-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(JenkinsCutoverServices.class.getClassLoader());
            return thread;
        });
        pool.setKeepAliveTime(30, TimeUnit.SECONDS);
        pool.allowCoreThreadTimeOut(true);
        pool.setRemoveOnCancelPolicy(true);
        return pool;
    }

    @Override
    public Context context(Run<?, ?> build) {
        return context(build, null);
    }

    @Override
    public Context context(Run<?, ?> build, String agent) {
        return context(build, CutoverServices.owner(build), agent);
    }

    @Override
    public boolean reached(String label) {
        return AgentExecutors.present(label);
    }

    /** For work whose build may be gone: uses the credentials of the build if it exists, else of the controller. */
    Context unattended(Owner owner) {
        return context(OwnerBuild.owner(owner).orElse(null), owner, null);
    }

    private Context context(Run<?, ?> build, Owner owner, String agent) {
        Stores configured = stores.get();
        SystemClients clients = SystemClients.real(new JenkinsSecrets(build), clock, new AgentExecutors(agent));
        return new Context(configured.journal(), configured.locks(), clients, steady, owner, new ConfiguredServices());
    }

    /** Starts the rollback of a service, unless this controller already runs it. */
    Runner.Run rollBack(CutoverRecord record, String reason) {
        return rollbacks.compute(record.service(), (service, known) -> {
            if (known != null && !known.result().isDone()) {
                return known;
            }
            Context context = unattended(record.owner());
            return runner.start(Rollback.of(context, record, reason, ROLLBACK_TIMEOUT));
        });
    }

    /** Starts to guard a service while no step moves it, unless a guard already runs. */
    void guard(CutoverRecord record) {
        guards.over(record);
    }

    CutoverCounters counters() {
        return counters;
    }

    @Override
    public Runner runner() {
        return runner;
    }

    @Override
    public Executor background() {
        return threads;
    }
}

package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadPlan;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** A cutover on real HAProxy processes with clients; the clients' own counts are the truth. */
final class LiveCutover implements AutoCloseable {
    private static final String RULES = """
            phases: [50, 100]
            verify: {poll: 250ms, block: 1s, warmUp: 0s, minRequests: 40, max: 2m, blindAfter: 60s}
            """;
    private static final Duration CLIENTS_WAIT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    final Sandbox sandbox;
    final LoadGenerator load;
    final Context context;

    LiveCutover(double rate) throws Exception {
        this(rate, HaproxyProcess.Setup.example());
    }

    LiveCutover(double rate, HaproxyProcess.Setup setup) throws Exception {
        sandbox = Sandbox.start(Sandbox.ClusterKind.SANDBOX, setup);
        load = LoadGenerator.start(LoadPlan.of(rate, sandbox.entrances()).withTimeout(CLIENTS_WAIT));
        context = sandbox.context("orders#1");
    }

    /** Deployed, and shifted to this share. */
    LiveCutover at(String percent) {
        Router router = context.clients().router(sandbox.spec(RULES).haproxy());
        Awaitility.await("a first answer, on a busy machine too")
                .atMost(PATIENCE)
                .until(() -> router.read().unreachable().isEmpty());
        done(new Deploy(context, sandbox.spec(RULES), ""));
        done(new Shift(context, "orders", Share.ofPercent(percent), Duration.ZERO, Duration.ofSeconds(5)));
        return this;
    }

    private void done(Operation operation) {
        if (end(operation) instanceof Tick.Failed failed) {
            throw new AssertionError(operation.name() + " failed: " + failed.reason());
        }
    }

    Rollback rollback(EksAfter target, Duration timeout) {
        return new Rollback(sandbox.context("on call"), "orders", "a test", target, timeout);
    }

    /** The judgement of the phase, for this long. */
    void judge(Duration length) {
        runFor(new Verify(context, "orders", Duration.ofMinutes(5)), length);
    }

    CutoverRecord record() {
        return context.journal().find("orders").orElseThrow();
    }

    List<String> history() {
        return record().history().stream().map(e -> e.kind() + ": " + e.text()).toList();
    }

    /** Ticks until the operation ends. */
    Tick end(Operation operation) {
        Tick last = runFor(operation, PATIENCE);
        if (last instanceof Tick.Again again) {
            throw new AssertionError(operation.name() + " does not end: " + again.status() + " " + history());
        }
        return last;
    }

    /** Ticks for this long, or until the operation ends. @return its last answer */
    Tick runFor(Operation operation, Duration length) {
        long deadline = System.nanoTime() + length.toNanos();
        Tick tick = operation.tick();
        while (tick instanceof Tick.Again again && System.nanoTime() < deadline) {
            LockSupport.parkNanos(again.after().toNanos());
            tick = operation.tick();
        }
        return tick;
    }

    /** What clients see in a time from now on. */
    LoadSnapshot during(Duration length) {
        Instant from = load.now();
        LockSupport.parkNanos(length.toNanos());
        return load.since(from);
    }

    @Override
    public void close() {
        load.close();
        sandbox.close();
    }
}

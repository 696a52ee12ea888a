package io.jenkins.plugins.cutover.sandbox.crash;

import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.FileLocks;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.guard.Guard;
import io.jenkins.plugins.cutover.operation.guard.GuardLease;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A whole cutover and its rollback on the sandbox, on this thread, by a clock that runs ten times too fast:
 * waiting times shrink to a tenth, waits for a process do not.
 */
final class CrashTestCutover {
    static final String SERVICE = "orders";
    static final String BUILD = "orders#1";
    /** The step in which the harm occurs. */
    private static final int HARM = 2;

    private static final int HASTE = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PHASES = """
            phases: [50, 100]
            bake: 2s
            verify: {poll: 500ms, block: 1s, warmUp: 0s, minRequests: 40, max: 5m, blindAfter: 60s}
            """;

    private final Sandbox sandbox;
    private final ServiceSpec spec;
    private final Clock clock = new FastClock(HASTE);
    private final List<Function<Context, Operation>> steps;

    CrashTestCutover(Sandbox sandbox) {
        this(sandbox, false);
    }

    /** @param force whether deployments that lock the app may be overridden */
    CrashTestCutover(Sandbox sandbox, boolean force) {
        this.sandbox = sandbox;
        String app = "app: " + Sandbox.APP;
        // The fast clock shortens time-outs for real processes.
        String yaml = sandbox.yaml(PHASES).replace("timeout: 60s", "timeout: 10m");
        this.spec = SpecReader.yaml("sandbox", yaml.replace(app, app + ", force: " + force));
        this.steps = List.of(
                c -> new Deploy(c, spec, ""),
                c -> shift(c, "50"),
                c -> new Verify(c, SERVICE, Duration.ofSeconds(2)),
                c -> shift(c, "100"),
                c -> new Verify(c, SERVICE, Duration.ofSeconds(2)));
    }

    private static Shift shift(Context context, String percent) {
        return new Shift(context, SERVICE, Share.ofPercent(percent), Duration.ZERO, Duration.ofSeconds(30));
    }

    CutoverRecord record() {
        return journal().find(SERVICE).orElseThrow();
    }

    /** Whether there is a cutover to roll back. */
    boolean begun() {
        return journal().find(SERVICE).isPresent();
    }

    private FileJournal journal() {
        return new FileJournal(folder(), clock);
    }

    private Path folder() {
        return sandbox.folder().resolve("crash-journal");
    }

    /** How an operation ended. */
    enum End {
        DONE,
        FAILED,
        DIED
    }

    /** Continues from one of the steps, by the same build. @return the step in which it died, or -1 */
    int forward(ProcessLife life, int from) {
        Context context = context(life, BUILD);
        for (int step = from; step < steps.size(); step++) {
            End end = run(steps.get(step).apply(context), life);
            if (end == End.FAILED) {
                throw new AssertionError("step " + step + " failed: " + record().history());
            }
            if (end == End.DIED) {
                return step;
            }
        }
        return -1;
    }

    /** Half of the traffic is on EKS. */
    void half() {
        Context context = context(ProcessLife.full(), BUILD);
        for (int step = 0; step < HARM; step++) {
            if (run(steps.get(step).apply(context), ProcessLife.full()) != End.DONE) {
                throw new AssertionError("step " + step + " failed: " + record().history());
            }
        }
    }

    /** Up to the first phase, in which half of what EKS answers are errors. */
    End intoHarm(ProcessLife life) {
        Context context = context(life, BUILD);
        for (int step = 0; step < HARM; step++) {
            End end = run(steps.get(step).apply(context), life);
            if (end != End.DONE) {
                return end;
            }
        }
        sandbox.eksFaults().errors(0.5);
        try {
            return run(steps.get(HARM).apply(context), life);
        } finally {
            sandbox.eksFaults().errors(0);
        }
    }

    End back(ProcessLife life, String who) {
        return run(new Rollback(context(life, who), SERVICE, "a test", EksAfter.KEEP, Duration.ofMinutes(10)), life);
    }

    /** Ticks only the controller's guard until the condition holds. */
    void guarded(BooleanSupplier until) {
        Context controller = context(ProcessLife.full(), "the controller");
        Guard guard = new Guard(controller, SERVICE, GuardLease.of(controller), owner -> true);
        run(guard, ProcessLife.full(), until);
    }

    /** How the instances differ from what the record wants, as they report it. */
    Map<InstanceAddress, String> drift() {
        return SystemClients.real(sandbox.secrets(), clock)
                .router(spec.haproxy())
                .read()
                .drift(record().desired());
    }

    private Context context(ProcessLife life, String build) {
        Context real = new Context(
                journal(),
                new FileLocks(folder(), clock),
                SystemClients.real(sandbox.secrets(), clock),
                clock,
                new Owner("build", build));
        return CrashingContext.of(real, life);
    }

    private static End run(Operation operation, ProcessLife life) {
        return run(operation, life, () -> false);
    }

    private static End run(Operation operation, ProcessLife life, BooleanSupplier enough) {
        life.begins(operation.name());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String status = "";
        while (System.nanoTime() < deadline) {
            try {
                Tick tick = operation.tick();
                if (!(tick instanceof Tick.Again again)) {
                    return tick instanceof Tick.Done ? End.DONE : End.FAILED;
                }
                status = again.status();
                if (enough.getAsBoolean()) {
                    return End.DONE;
                }
                LockSupport.parkNanos(again.after().toNanos() / HASTE);
            } catch (StaleRecordException stale) {
                // read again, as the Runner does
            } catch (ProcessLife.Death death) {
                return End.DIED;
            }
        }
        throw new AssertionError(operation.name() + " does not end: " + status);
    }
}

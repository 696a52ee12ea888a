package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Phase;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Approval;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.QueuedOperation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.engine.WaitingQueue;
import io.jenkins.plugins.cutover.operation.retire.Retire;
import io.jenkins.plugins.cutover.operation.retire.Retire.MesosAfter;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The pipeline of {@code vars/phasedCutover}: deploy, then shift and verify phase by phase, some after a gate at which it
 * waits, and a rollback when anything fails. A guard runs beside it, on the controller or apart. The position in the pipeline survives a
 * restart of the controller, as a pipeline's program does; running operations do not.
 */
final class PipelineModel {
    private static final List<EksAfter> ON_ROLLBACK =
            List.of(EksAfter.KEEP, EksAfter.KEEP, EksAfter.SCALE_DOWN, EksAfter.DELETE);
    private static final Duration LONGEST_GATE = Duration.ofSeconds(30);
    /** From here on EKS has traffic while the pipeline waits: deploy, shift and verify are behind it. */
    private static final int AFTER_FIRST_PHASE = 3;

    private final SimulatedCutover cutover;
    private final Scenario scenario;
    private final ServiceWorld world;
    private final Waits waits;
    private final WorldFaults worldFaults;
    private final Owner owner;
    private final List<Function<Context, Operation>> steps = new ArrayList<>();
    private final EksAfter onRollback;
    private int at;
    private Runnable duringRetirement = () -> {};
    private WaitingQueue queue = new WaitingQueue();
    private boolean back;
    private String failure = "";
    private boolean over;
    private Actor controller;
    private Runner.Run run;
    private Duration waited = Duration.ZERO;

    PipelineModel(
            SimulatedCutover cutover, Scenario scenario, ServiceWorld world, Waits waits, WorldFaults worldFaults) {
        this.waits = waits;
        this.worldFaults = worldFaults;
        this.cutover = cutover;
        this.scenario = scenario;
        this.world = world;
        this.owner = new Owner("build", service() + "#1");
        this.onRollback = ON_ROLLBACK.get(cutover.faults().apart().nextInt(ON_ROLLBACK.size()));
        Instant since = cutover.time().clock().instant();
        steps.add(c -> new QueuedOperation(
                c, scenario.spec().environment(), new Deploy(c, scenario.spec(), scenario.manifests()), queue, since));
        for (Phase phase : scenario.spec().phases()) {
            steps.add(c -> new Shift(c, service(), phase.share(), scenario.shift(phase.share())));
            steps.add(c -> new Verify(c, service(), phase.bake()));
        }
        boolean whole = scenario.shares().contains(Share.ALL);
        if (whole && cutover.faults().apart().nextInt(3) > 0) {
            MesosAfter target = MesosAfter.values()[cutover.faults().apart().nextInt(2)];
            steps.add(c -> new Retire(c, service(), waits.soak(), "an approver", target, Duration.ofMinutes(15)));
        }
    }

    Owner owner() {
        return owner;
    }

    private String service() {
        return scenario.spec().service();
    }

    boolean over() {
        return over;
    }

    /** @param action what another process does while Mesos is being retired */
    void duringRetirement(Runnable action) {
        duringRetirement = action;
    }

    /** The operation that waits for an environment on the current controller. */
    WaitingQueue queue() {
        return queue;
    }

    Actor controller() {
        return controller;
    }

    /** Continues from its position on a restarted controller. */
    void on(Actor fresh) {
        controller = fresh;
        queue = new WaitingQueue();
        go();
        if (!waits.guardApart()) {
            cutover.guards(service(), fresh);
            new GuardProcess(cutover, world, owner::equals).on(fresh);
        }
    }

    private void go() {
        if (back) {
            rollBack();
        } else if (at == steps.size()) {
            finish();
        } else {
            step(controller);
        }
    }

    private void finish() {
        over = true;
        cutover.finished(owner);
    }

    private void step(Actor here) {
        Operation operation = steps.get(at).apply(here.context(world));
        boolean gate = operation instanceof Shift && cutover.faults().random().nextInt(5) == 0;
        boolean waitsLong = at >= AFTER_FIRST_PHASE
                && operation instanceof Shift
                && waited.isZero()
                && !waits.gate().isZero();
        if (gate || waitsLong) {
            cutover.log("pipeline: waits at a gate");
            Duration answer = waitsLong
                    ? longWait(waits.gate())
                    : Duration.ofMillis(cutover.faults().random().nextInt((int) LONGEST_GATE.toMillis()));
            cutover.time().after(answer, () -> {
                cutover.faults().rare(false);
                if (!here.dead() && !back && !over) {
                    approved(here, operation);
                }
            });
        } else {
            follow(here, operation);
        }
    }

    /** The long waits so far. */
    Duration waited() {
        return waited;
    }

    private Duration longWait(Duration wait) {
        waited = waited.plus(wait);
        cutover.faults().rare(true);
        worldFaults.during(wait);
        return wait;
    }

    private void approved(Actor here, Operation operation) {
        cutover.log("pipeline: the gate is approved");
        run = here.start(new Approval(here.context(world), service(), "an approver", "Continue?", ""));
        run.result().whenComplete((result, thrown) -> {
            if (here.dead() || over || back) {
                return;
            }
            if (thrown == null) {
                follow(here, operation);
            } else {
                fail(thrown.getMessage());
            }
        });
    }

    private void follow(Actor here, Operation operation) {
        cutover.log("pipeline: " + operation.name());
        if (operation instanceof Retire && cutover.faults().apart().nextInt(2) == 0) {
            Duration later = waits.soak().plusMillis(cutover.faults().apart().nextInt(15_000));
            cutover.time().after(later, duringRetirement);
        }
        if (operation instanceof Retire && waits.soaksLong()) {
            longWait(waits.soak());
        }
        run = here.start(operation);
        run.result().whenComplete((result, thrown) -> {
            if (!here.dead() && !over) {
                cutover.faults().rare(false);
                ended(operation, result, thrown);
            }
        });
    }

    private void ended(Operation operation, Map<String, Object> result, Throwable thrown) {
        if (back) {
            finish();
        } else if (thrown != null) {
            fail(thrown.getMessage());
        } else if (isRejected(result)) {
            fail("rejected at the gate");
        } else {
            at++;
            go();
        }
    }

    private boolean isRejected(Map<String, Object> result) {
        return "INCONCLUSIVE".equals(result.get("verdict"))
                && cutover.faults().random().nextBoolean();
    }

    /** A failure, or another exit from the build's try block. */
    void fail(String why) {
        failure = String.valueOf(why);
        back = true;
        go();
    }

    /** Stops the current step; a tick in progress still ends. */
    void abort() {
        if (!over && !back && controller != null && !controller.dead()) {
            back = true;
            failure = "aborted";
            run.cancel();
            go();
        }
    }

    private void rollBack() {
        boolean owned = cutover.journal().find(service()).filter(this::owns).isPresent();
        if (owned) {
            follow(
                    controller,
                    new Rollback(controller.context(world), service(), failure, onRollback, Duration.ofMinutes(3)));
        } else {
            finish();
        }
    }

    private boolean owns(CutoverRecord record) {
        return record.owner().equals(owner)
                || cutover.leases()
                        .holder(record.spec().environment())
                        .filter(h -> h.owner().equals(owner) && h.service().equals(service()))
                        .isPresent();
    }
}

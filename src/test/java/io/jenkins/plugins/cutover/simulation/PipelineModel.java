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
import io.jenkins.plugins.cutover.operation.rollback.DriftGuard;
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
 * waits, and a rollback when anything fails. Beside it the controller's guard. Where it stands survives the controller, as a pipeline's program does; what runs does not.
 */
final class PipelineModel {
    private static final List<EksAfter> ON_ROLLBACK =
            List.of(EksAfter.KEEP, EksAfter.KEEP, EksAfter.SCALE_DOWN, EksAfter.DELETE);
    private static final Duration SOAK = Duration.ofSeconds(10);
    private static final Duration LONGEST_GATE = Duration.ofSeconds(30);
    /** As the controller looks whether a cutover has a guard. */
    private static final Duration GUARDED = Duration.ofSeconds(10);

    private final SimulatedCutover scene;
    private final Scenario scenario;
    private final ServiceWorld world;
    private final Owner owner;
    private final List<Function<Context, Operation>> steps = new ArrayList<>();
    private final EksAfter onRollback;
    private int at;
    private Runnable secondThoughts = () -> {};
    private WaitingQueue line = new WaitingQueue();
    private boolean back;
    private String failure = "";
    private boolean over;
    private Actor controller;
    private Runner.Run run;
    private Runner.Run guard;

    PipelineModel(SimulatedCutover scene, Scenario scenario, ServiceWorld world) {
        this.scene = scene;
        this.scenario = scenario;
        this.world = world;
        this.owner = new Owner("build", service() + "#1");
        this.onRollback = ON_ROLLBACK.get(scene.chaos().apart().nextInt(ON_ROLLBACK.size()));
        Instant since = scene.time().clock().instant();
        steps.add(c -> new QueuedOperation(
                c, scenario.spec().environment(), new Deploy(c, scenario.spec(), scenario.manifests()), line, since));
        for (Phase phase : scenario.spec().phases()) {
            steps.add(c -> new Shift(c, service(), phase.share(), scenario.shift(phase.share())));
            steps.add(c -> new Verify(c, service(), phase.bake()));
        }
        boolean whole = scenario.shares().contains(Share.ALL);
        if (whole && scene.chaos().apart().nextInt(3) == 0) {
            MesosAfter target = MesosAfter.values()[scene.chaos().apart().nextInt(2)];
            steps.add(c -> new Retire(c, service(), SOAK, "somebody", target, Duration.ofMinutes(15)));
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

    /** @param who what somebody does while Mesos is being given up */
    void secondThoughts(Runnable who) {
        secondThoughts = who;
    }

    /** Who waits for an environment on the controller that runs now. */
    WaitingQueue line() {
        return line;
    }

    Actor controller() {
        return controller;
    }

    /** Goes on where it stands, on a controller that has just come up. */
    void on(Actor fresh) {
        controller = fresh;
        line = new WaitingQueue();
        guard = null;
        go();
        guarded(fresh);
    }

    private void guarded(Actor here) {
        if (here.dead() || over) {
            return;
        }
        boolean open = scene.journal()
                .find(service())
                .filter(r ->
                        r.state().open() && !r.state().returning() && r.owner().equals(owner))
                .isPresent();
        if (open && (guard == null || guard.result().isDone())) {
            guard = here.start(new DriftGuard(here.context(world), service(), owner::equals));
            guard.result().whenComplete((done, failure) -> {
                if (failure != null && !here.dead()) {
                    theRestOfTheWay(here);
                }
            });
        }
        scene.time().after(GUARDED, () -> guarded(here));
    }

    private void theRestOfTheWay(Actor here) {
        scene.journal()
                .find(service())
                .filter(r -> r.state().returning())
                .ifPresent(r -> here.start(new Rollback(
                        here.context(world), service(), r.rollback().reason(), EksAfter.KEEP, Duration.ofMinutes(15))));
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
        scene.finished(owner);
    }

    private void step(Actor here) {
        Operation operation = steps.get(at).apply(here.context(world));
        boolean gate = operation instanceof Shift && scene.chaos().random().nextInt(5) == 0;
        if (gate) {
            scene.log("pipeline: waits at a gate");
            Duration answer = Duration.ofMillis(scene.chaos().random().nextInt((int) LONGEST_GATE.toMillis()));
            scene.time().after(answer, () -> {
                if (!here.dead() && !back && !over) {
                    approved(here, operation);
                }
            });
        } else {
            follow(here, operation);
        }
    }

    private void approved(Actor here, Operation operation) {
        scene.log("pipeline: the gate is passed");
        run = here.start(new Approval(here.context(world), service(), "somebody", "Go on?", ""));
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
        scene.log("pipeline: " + operation.name());
        if (operation instanceof Retire && scene.chaos().apart().nextInt(2) == 0) {
            Duration later = SOAK.plusMillis(scene.chaos().apart().nextInt(15_000));
            scene.time().after(later, secondThoughts);
        }
        run = here.start(operation);
        run.result().whenComplete((result, thrown) -> {
            if (!here.dead() && !over) {
                ended(operation, result, thrown);
            }
        });
    }

    private void ended(Operation operation, Map<String, Object> result, Throwable thrown) {
        if (back) {
            finish();
        } else if (thrown != null) {
            fail(thrown.getMessage());
        } else if (asksAndIsRefused(result)) {
            fail("rejected at the gate");
        } else {
            at++;
            go();
        }
    }

    private boolean asksAndIsRefused(Map<String, Object> result) {
        return "INCONCLUSIVE".equals(result.get("verdict"))
                && scene.chaos().random().nextBoolean();
    }

    /** What fails, and whatever else makes the build leave its try block. */
    void fail(String why) {
        failure = String.valueOf(why);
        back = true;
        go();
    }

    /** The step that runs is told to stop; a tick under way ends as it likes. */
    void abort() {
        if (!over && !back && controller != null && !controller.dead()) {
            back = true;
            failure = "aborted";
            run.cancel();
            go();
        }
    }

    private void rollBack() {
        boolean ours = scene.journal().find(service()).filter(this::moved).isPresent();
        if (ours) {
            follow(
                    controller,
                    new Rollback(controller.context(world), service(), failure, onRollback, Duration.ofMinutes(3)));
        } else {
            finish();
        }
    }

    private boolean moved(CutoverRecord record) {
        return record.owner().equals(owner)
                || scene.leases()
                        .holder(record.spec().environment())
                        .filter(h -> h.owner().equals(owner) && h.service().equals(service()))
                        .isPresent();
    }
}

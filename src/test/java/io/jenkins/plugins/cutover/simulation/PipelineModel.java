package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Phase;
import io.jenkins.plugins.cutover.operation.Context;
import io.jenkins.plugins.cutover.operation.Deploy;
import io.jenkins.plugins.cutover.operation.Operation;
import io.jenkins.plugins.cutover.operation.Rollback;
import io.jenkins.plugins.cutover.operation.Runner;
import io.jenkins.plugins.cutover.operation.Shift;
import io.jenkins.plugins.cutover.operation.Verify;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The pipeline of {@code vars/phasedCutover}: deploy, then shift and verify phase by phase, and a rollback when
 * anything fails. Where it stands survives the controller, as a pipeline's program does; what runs does not.
 */
final class PipelineModel {
    private final Scene scene;
    private final Scenario scenario;
    private final ServiceWorld world;
    private final Owner owner;
    private final List<Function<Context, Operation>> steps = new ArrayList<>();
    private int at;
    private boolean back;
    private String failure = "";
    private boolean over;
    private Actor controller;
    private Runner.Run run;

    PipelineModel(Scene scene, Scenario scenario, ServiceWorld world) {
        this.scene = scene;
        this.scenario = scenario;
        this.world = world;
        this.owner = new Owner("build", service() + "#1");
        steps.add(c -> new Deploy(c, scenario.spec(), scenario.manifests()));
        for (Phase phase : scenario.spec().phases()) {
            steps.add(c -> new Shift(c, service(), phase.share(), scenario.shift(phase.share())));
            steps.add(c -> new Verify(c, service(), phase.bake()));
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

    Actor controller() {
        return controller;
    }

    /** Goes on where it stands, on a controller that has just come up. */
    void on(Actor fresh) {
        controller = fresh;
        go();
    }

    private void go() {
        if (back) {
            rollBack();
        } else if (at == steps.size()) {
            over = true;
        } else {
            Actor here = controller;
            follow(here, steps.get(at).apply(here.context(world)));
        }
    }

    private void follow(Actor here, Operation operation) {
        scene.log("pipeline: " + operation.name());
        run = here.start(operation);
        run.result().whenComplete((result, thrown) -> {
            if (!here.dead() && !over) {
                ended(operation, result, thrown);
            }
        });
    }

    private void ended(Operation operation, Map<String, Object> result, Throwable thrown) {
        if (back) {
            over = true;
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
                    new Rollback(controller.context(world), service(), failure, EksAfter.KEEP, Duration.ofMinutes(3)));
        } else {
            over = true;
        }
    }

    private boolean moved(CutoverRecord record) {
        return record.owner().equals(owner)
                || scene.locks()
                        .holder(record.spec().environment())
                        .filter(h -> h.owner().equals(owner) && h.service().equals(service()))
                        .isPresent();
    }
}

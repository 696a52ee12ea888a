package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.QueuedOperation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One cutover under everything that a seed makes go wrong. The same seed goes the same way each time.
 *
 * <p>First the storm: a pipeline moves the service while processes die and come back, commands get lost or late, and
 * the systems change by themselves. Then calm: whatever is still open is brought back by somebody who knows nothing but
 * the service's name. The rules watch all of it.
 */
public final class Simulation {
    private static final Duration STORM = Duration.ofMinutes(10);
    private static final Duration CALM = Duration.ofMinutes(30);
    private static final Duration SECOND_STAYS = Duration.ofSeconds(10);
    private static final Duration LONGER_THAN_A_LEASE = Duration.ofMinutes(3);
    private static final String SERVICE = "orders";

    private final FaultInjector chaos;
    private final SimulatedCutover scene;
    private final ServiceWorld world;
    private final WorldFaults faults;
    private final PipelineModel pipeline;
    private int processes;
    private boolean completed;

    private Simulation(long seed, boolean logged) {
        // Neighbouring seeds give Random the same first numbers: they must differ in all bits.
        SplittableRandom numbers = new SplittableRandom(seed);
        Random random = new Random(numbers.nextLong());
        chaos = new FaultInjector(random, new Random(numbers.nextLong()));
        scene = new SimulatedCutover(chaos, logged);
        Scenario scenario = Scenario.of(SERVICE, random, chaos.apart());
        world = scenario.world(scene);
        if (chaos.apart().nextInt(6) == 0) {
            world.cluster().earlier(3);
        }
        faults = new WorldFaults(scene, world);
        pipeline = new PipelineModel(scene, scenario, world);
    }

    public static Outcome run(long seed) {
        return run(seed, false);
    }

    /** @param logged whether everything that happens is kept as text, for a person to read */
    public static Outcome run(long seed, boolean logged) {
        Simulation simulation = new Simulation(seed, logged);
        simulation.storm();
        simulation.calm();
        simulation.scene.rules().forEach(r -> r.over(SERVICE));
        return simulation.outcome(seed);
    }

    private void storm() {
        controllerStarts();
        somebodyElse(Fault.ABORT, pipeline::abort);
        pipeline.secondThoughts(this::rollbackFromElsewhere);
        somebodyElse(Fault.OUTSIDE_ROLLBACK, () -> rollback(EksAfter.KEEP, Duration.ofMinutes(1)));
        somebodyElse(Fault.SECOND_SERVICE, this::secondService);
        while (!pipeline.over()
                && scene.time().elapsed().compareTo(STORM) < 0
                && scene.violations().isEmpty()) {
            scene.time().step();
            if (pipeline.controller().dead() && processes < 4) {
                controllerComesBack();
            }
        }
    }

    private void rollbackFromElsewhere() {
        if (!chaos.isOver()) {
            chaos.count(Fault.OUTSIDE_ROLLBACK);
            scene.log("somebody has second thoughts");
            rollback(EksAfter.KEEP, Duration.ofMinutes(1));
        }
    }

    private void somebodyElse(Fault fault, Runnable what) {
        if (chaos.random().nextInt(6) == 0) {
            scene.time().after(Duration.ofMillis(chaos.random().nextInt(40_000)), () -> {
                if (!chaos.isOver()) {
                    chaos.count(fault);
                    scene.log("somebody: " + fault);
                    what.run();
                }
            });
        }
    }

    /**
     * Another service of the environment, by another build or by a branch of the same: refused as long as the first is
     * under way, or in line behind it. It goes back by itself, so that the first has its turn where it came second.
     */
    private void secondService() {
        boolean waits = chaos.apart().nextInt(3) > 0;
        if (waits || scene.journal().find(SERVICE).filter(r -> r.state().open()).isPresent()) {
            Scenario second =
                    new Scenario(Specs.of("payments", 1, List.of("50"), Map.of()), List.of(100), 1, 0, Duration.ZERO);
            boolean branch = chaos.apart().nextBoolean() && !pipeline.over();
            Actor somebody =
                    branch ? pipeline.controller() : new Actor(scene, new Owner("build", second.service() + "#1"));
            secondService(second.world(scene), second, somebody, waits);
        }
    }

    private void secondService(ServiceWorld there, Scenario second, Actor somebody, boolean waits) {
        Context context = somebody.context(there);
        Deploy deploy = new Deploy(context, second.spec(), second.manifests());
        Instant now = scene.time().clock().instant();
        Runner.Run run = somebody.start(
                waits
                        ? new QueuedOperation(context, second.spec().environment(), deploy, pipeline.line(), now)
                        : deploy);
        scene.waits(somebody, run);
        run.result().whenComplete((result, failure) -> scene.time().after(SECOND_STAYS, () -> scene.journal()
                .find(second.service())
                .ifPresent(r -> somebody.start(new Rollback(
                        context, second.service(), "it was the second", EksAfter.KEEP, Duration.ofMinutes(3))))));
    }

    private void controllerStarts() {
        processes++;
        pipeline.on(new Actor(scene, pipeline.owner()));
    }

    private void controllerComesBack() {
        processes++;
        if (chaos.random().nextInt(4) > 0) {
            scene.time().run(Duration.ofMillis(chaos.random().nextInt(20_000)));
            scene.log("the controller comes back");
            pipeline.on(new Actor(scene, pipeline.owner()));
        } else {
            scene.log("the controller stays away");
            processes = 99;
        }
    }

    private Runner.Run rollback(EksAfter target, Duration timeout) {
        Actor somebody =
                new Actor(scene, new Owner("cli", "pid " + chaos.random().nextInt(10_000)));
        return somebody.start(new Rollback(somebody.context(world), SERVICE, "brought back", target, timeout));
    }

    private void calm() {
        chaos.end();
        faults.heal();
        scene.log("--- calm");
        scene.time().run(Duration.ofSeconds(5));
        CutoverRecord record = scene.journal().find(SERVICE).orElse(null);
        completed = record != null && record.state() == CutoverState.COMPLETED;
        if (record != null
                && (!completed || chaos.random().nextBoolean())
                && scene.violations().isEmpty()) {
            Runner.Run run = rollback(EksAfter.values()[chaos.random().nextInt(3)], Duration.ofMinutes(20));
            Duration end = scene.time().elapsed().plus(CALM);
            while (!run.result().isDone()
                    && scene.time().elapsed().compareTo(end) < 0
                    && scene.violations().isEmpty()) {
                scene.time().step();
            }
            scene.log("the last rollback " + (run.result().isCompletedExceptionally() ? "failed: " : "ended: ")
                    + run.status());
        }
        scene.time().run(scene.isAnybodyWaiting() ? LONGER_THAN_A_LEASE : Duration.ofSeconds(5));
    }

    private Outcome outcome(long seed) {
        Map<String, Map<String, Long>> checks = new TreeMap<>();
        scene.rules().forEach(r -> checks.put(r.toString(), r.checks()));
        String state = scene.journal().find(SERVICE).map(r -> r.state().name()).orElse("NOTHING");
        String whole = completed && !state.equals("COMPLETED") ? "COMPLETED, then " + state : state;
        return new Outcome(seed, whole, chaos.injected(), checks, scene.violations(), scene.log());
    }

    /**
     * @param state where the cutover ended
     * @param faults how many of each kind
     * @param checks of each rule, by what it demands
     * @param violations empty when every rule held
     * @param log when it was asked for
     */
    public record Outcome(
            long seed,
            String state,
            Map<Fault, Long> faults,
            Map<String, Map<String, Long>> checks,
            List<String> violations,
            List<String> log) {}
}

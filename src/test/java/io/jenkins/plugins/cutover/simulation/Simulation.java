package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.QueuedOperation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.rollback.ConfiguredRollback;
import io.jenkins.plugins.cutover.operation.rollback.FleetChange;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One cutover under the faults that a seed selects. The same seed always gives the same run.
 *
 * <p>In the first part a pipeline moves the service while processes die and restart, commands are lost or late, and
 * the systems change by themselves. In the second part no faults occur, and a rollback with only the service's name
 * ends a cutover that is still open. The rules check every event.
 */
public final class Simulation {
    private static final Duration FAULTS_LAST = Duration.ofMinutes(10);
    private static final Duration ALONE = Duration.ofMinutes(2);
    private static final Duration ROLLBACK_LIMIT = Duration.ofMinutes(30);
    private static final Duration SECOND_STAYS = Duration.ofSeconds(10);
    private static final Duration LONGER_THAN_A_LEASE = Duration.ofMinutes(3);
    private static final String SERVICE = "orders";

    private final FaultInjector faults;
    private final SimulatedCutover cutover;
    private final ServiceWorld world;
    private final WorldFaults worldFaults;
    private final PipelineModel pipeline;
    private final Waits waits;
    private Duration livesUntil;
    private Duration abandonedAt;
    private int processes;
    private boolean completed;

    private Simulation(long seed, boolean logged) {
        // Random gives neighbouring seeds similar first numbers: mix all bits.
        SplittableRandom numbers = new SplittableRandom(seed);
        Random random = new Random(numbers.nextLong());
        faults = new FaultInjector(
                random,
                new Random(numbers.nextLong()),
                new Random(numbers.nextLong()),
                new Random(numbers.nextLong()),
                new Random(numbers.nextLong()));
        cutover = new SimulatedCutover(faults, logged);
        Scenario scenario = Scenario.of(SERVICE, random, faults.apart()).with(faults.outcomes());
        world = scenario.world(cutover);
        if (faults.apart().nextInt(6) == 0) {
            world.cluster().earlier(3);
        }
        worldFaults = new WorldFaults(cutover, world);
        waits = Waits.of(faults.waits());
        pipeline = new PipelineModel(cutover, scenario, world, waits, worldFaults);
    }

    public static Outcome run(long seed) {
        return run(seed, false);
    }

    /** @param logged whether every event is kept as text */
    public static Outcome run(long seed, boolean logged) {
        Simulation simulation = new Simulation(seed, logged);
        simulation.runWithFaults();
        simulation.endWithoutFaults();
        simulation.cutover.rules().forEach(r -> r.over(SERVICE));
        return simulation.outcome(seed);
    }

    private void runWithFaults() {
        startController();
        if (waits.guardApart()) {
            GuardProcess.apart(cutover, world, waits, faults.waits());
        }
        scheduleOutside(Fault.ABORT, pipeline::abort);
        pipeline.duringRetirement(this::rollbackFromOutside);
        scheduleOutside(Fault.OUTSIDE_ROLLBACK, () -> rollback(EksAfter.KEEP, Duration.ofMinutes(1)));
        scheduleOutside(Fault.SECOND_SERVICE, this::secondService);
        while (!(pipeline.over() && livedOn())
                && cutover.time().elapsed().compareTo(end()) < 0
                && cutover.violations().isEmpty()) {
            cutover.time().step();
            if (pipeline.controller().dead() && processes < 4) {
                restartController();
            }
        }
    }

    /** The long waits do not count. Beside a controller that never starts again only the guard is left to act. */
    private Duration end() {
        if (abandonedAt != null) {
            return abandonedAt.plus(ALONE);
        }
        Duration after = livesUntil == null ? Duration.ZERO : waits.after();
        return FAULTS_LAST.plus(pipeline.waited()).plus(after);
    }

    /** A service that has left Mesos, or may, lives on for a while: its pods are replaced, HAProxy is reloaded. */
    private boolean livedOn() {
        if (livesUntil == null) {
            boolean moved = cutover.journal()
                    .find(SERVICE)
                    .filter(r -> r.state() == CutoverState.COMPLETED || r.state() == CutoverState.RETIRED)
                    .isPresent();
            Duration more = moved ? waits.after() : Duration.ZERO;
            livesUntil = cutover.time().elapsed().plus(more);
            if (!more.isZero()) {
                cutover.log("the pipeline is over; the service lives on for " + more);
                faults.rare(true);
                worldFaults.during(more);
            }
        }
        return cutover.time().elapsed().compareTo(livesUntil) >= 0;
    }

    private void rollbackFromOutside() {
        if (!faults.isOver()) {
            faults.count(Fault.OUTSIDE_ROLLBACK);
            cutover.log("another process starts a rollback during the retirement");
            rollback(EksAfter.KEEP, Duration.ofMinutes(1));
        }
    }

    private void scheduleOutside(Fault fault, Runnable what) {
        if (faults.random().nextInt(6) == 0) {
            cutover.time().after(Duration.ofMillis(faults.random().nextInt(40_000)), () -> {
                if (!faults.isOver()) {
                    faults.count(fault);
                    cutover.log("outside: " + fault);
                    what.run();
                }
            });
        }
    }

    /**
     * Another service of the environment, in another build or in a branch of the same build: refused while the first
     * cutover is open, or waiting for it. It rolls back by itself, so that the first service can start if it came second.
     */
    private void secondService() {
        boolean waits = faults.apart().nextInt(3) > 0;
        if (waits
                || cutover.journal().find(SERVICE).filter(r -> r.state().open()).isPresent()) {
            Scenario second =
                    new Scenario(Specs.of("payments", 1, List.of("50"), Map.of()), List.of(100), 1, 0, Duration.ZERO);
            boolean branch = faults.apart().nextBoolean() && !pipeline.over();
            Actor other =
                    branch ? pipeline.controller() : new Actor(cutover, new Owner("build", second.service() + "#1"));
            secondService(second.world(cutover), second, other, waits);
        }
    }

    private void secondService(ServiceWorld otherWorld, Scenario second, Actor other, boolean waits) {
        Context context = other.context(otherWorld);
        Deploy deploy = new Deploy(context, second.spec(), second.manifests());
        Instant now = cutover.time().clock().instant();
        Runner.Run run = other.start(
                waits
                        ? new QueuedOperation(context, second.spec().environment(), deploy, pipeline.queue(), now)
                        : deploy);
        cutover.waits(other, run);
        run.result().whenComplete((result, failure) -> cutover.time().after(SECOND_STAYS, () -> cutover.journal()
                .find(second.service())
                .ifPresent(r -> other.start(new Rollback(
                        context,
                        second.service(),
                        "the second service rolls back",
                        EksAfter.KEEP,
                        Duration.ofMinutes(3))))));
    }

    private void startController() {
        processes++;
        pipeline.on(new Actor(cutover, pipeline.owner()));
    }

    private void restartController() {
        processes++;
        if (faults.random().nextInt(4) > 0) {
            cutover.time().run(Duration.ofMillis(faults.random().nextInt(20_000)));
            cutover.log("the controller restarts");
            pipeline.on(new Actor(cutover, pipeline.owner()));
        } else {
            cutover.log("the controller does not restart");
            processes = 99;
            abandonedAt = cutover.time().elapsed();
        }
    }

    private Runner.Run rollback(EksAfter target, Duration timeout) {
        Actor other =
                new Actor(cutover, new Owner("cli", "pid " + faults.random().nextInt(10_000)));
        return other.start(new Rollback(other.context(world), SERVICE, "a rollback from outside", target, timeout));
    }

    /** A person takes out the instances that are gone for good. */
    private Runner.Run rollbackByPerson(EksAfter target, Duration timeout) {
        Actor other =
                new Actor(cutover, new Owner("cli", "pid " + faults.random().nextInt(10_000)));
        return other.start(new Rollback(other.context(world), SERVICE, "a rollback from outside", target, timeout)
                .withFleet(fleetChange()));
    }

    /** With nothing left of the fleet that the record knows, the service file has the present one. */
    private FleetChange fleetChange() {
        List<InstanceAddress> known =
                cutover.journal().find(SERVICE).orElseThrow().spec().haproxy().instances();
        List<InstanceAddress> gone =
                known.stream().filter(world.left()::contains).toList();
        return gone.size() < known.size() && !world.isRenamed()
                ? new FleetChange(gone, null)
                : new FleetChange(List.of(), presentFile().haproxy());
    }

    private ServiceSpec presentFile() {
        List<InstanceAddress> present =
                world.fleet().stream().map(HaproxyModel::address).toList();
        return world.file().withHaproxy(world.file().haproxy().withInstances(present));
    }

    /** A record that is damaged, and that no process knows: the service file is enough. */
    private void rollbackByFile() {
        Actor other =
                new Actor(cutover, new Owner("cli", "pid " + faults.random().nextInt(10_000)));
        Context context = other.context(world);
        Runner.Run run = other.start(
                new ConfiguredRollback(context.clients(), context.clock(), presentFile(), Duration.ofMinutes(20)));
        runToEnd(run);
        cutover.log("the rollback by the file ended: " + run.status());
    }

    private void runToEnd(Runner.Run run) {
        Duration end = cutover.time().elapsed().plus(ROLLBACK_LIMIT);
        while (!run.result().isDone()
                && cutover.time().elapsed().compareTo(end) < 0
                && cutover.violations().isEmpty()) {
            cutover.time().step();
        }
    }

    private void endWithoutFaults() {
        faults.end();
        worldFaults.heal();
        cutover.log("--- no more faults");
        cutover.time().run(Duration.ofSeconds(5));
        CutoverRecord record = cutover.journal().find(SERVICE).orElse(null);
        completed = record != null && record.state() == CutoverState.COMPLETED;
        if (record != null
                && (!completed || faults.random().nextBoolean())
                && cutover.violations().isEmpty()) {
            Runner.Run run = rollbackByPerson(EksAfter.values()[faults.random().nextInt(3)], Duration.ofMinutes(20));
            runToEnd(run);
            cutover.log("the last rollback " + (run.result().isCompletedExceptionally() ? "failed: " : "ended: ")
                    + run.status());
        }
        if (cutover.isDamaged(SERVICE)
                && record.state() != CutoverState.RETIRED
                && cutover.violations().isEmpty()) {
            rollbackByFile();
        }
        cutover.time().run(cutover.isOperationWaiting() ? LONGER_THAN_A_LEASE : Duration.ofSeconds(5));
    }

    private Outcome outcome(long seed) {
        Map<String, Map<String, Long>> checks = new TreeMap<>();
        cutover.rules().forEach(r -> checks.put(r.toString(), r.checks()));
        String state =
                cutover.journal().find(SERVICE).map(r -> r.state().name()).orElse("NOTHING");
        String whole = completed && !state.equals("COMPLETED") ? "COMPLETED, then " + state : state;
        return new Outcome(seed, whole, faults.injected(), checks, cutover.violations(), cutover.log());
    }

    /**
     * @param state where the cutover ended
     * @param faults how many of each kind
     * @param checks per rule and condition
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

package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.guard.Guard;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.sandbox.GuardFactory;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Keeps a guard running for one service, as the controller and {@code ./cutover guard} do, and finishes the rollback that
 * a guard has begun. The process may die; the next one finds everything in the journal.
 */
final class GuardProcess {
    /** How often the process looks for cutovers without a guard. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private static final Duration ROLLBACK_LIMIT = Duration.ofMinutes(15);

    private final SimulatedCutover cutover;
    private final ServiceWorld world;
    private final Predicate<Owner> watched;
    private Runner.Run guard;

    /** @param watched whose cutovers it guards */
    GuardProcess(SimulatedCutover cutover, ServiceWorld world, Predicate<Owner> watched) {
        this.cutover = cutover;
        this.world = world;
        this.watched = watched;
    }

    /** A process of its own, started again after it died. @param random decides when it dies */
    static void apart(SimulatedCutover cutover, ServiceWorld world, Waits waits, Random random) {
        apart(cutover, world, waits, random, Duration.ZERO);
    }

    /** @param waitsForLease how long the lease of its predecessor keeps it from acting */
    private static void apart(
            SimulatedCutover cutover, ServiceWorld world, Waits waits, Random random, Duration waitsForLease) {
        Actor process = new Actor(cutover, new Owner("guard", "pid " + random.nextInt(10_000)));
        cutover.time().after(waitsForLease, () -> {
            if (!process.dead()) {
                cutover.guards(world.spec().service(), process);
            }
        });
        new GuardProcess(cutover, world, owner -> true).on(process);
        if (waits.guardDies()) {
            cutover.time().after(Duration.ofSeconds(5 + random.nextInt(600)), () -> {
                if (!cutover.faults().isOver()) {
                    cutover.faults().count(Fault.GUARD_ENDS);
                    cutover.log("the guard's process is ended");
                    process.die();
                }
            });
        }
        restart(cutover, world, waits, random, process);
    }

    private static void restart(
            SimulatedCutover cutover, ServiceWorld world, Waits waits, Random random, Actor process) {
        cutover.time().after(Duration.ofSeconds(1 + random.nextInt(30)), () -> {
            if (process.dead()) {
                boolean elsewhere = random.nextInt(4) == 0;
                cutover.log("the guard's process starts again" + (elsewhere ? " on another machine" : ""));
                if (!elsewhere) {
                    cutover.finished(process.owner()); // its own machine knows that it has ended
                }
                apart(cutover, world, waits, random, waitsForLease(cutover, world));
            } else {
                restart(cutover, world, waits, random, process);
            }
        });
    }

    /** Until a process that may still live has not renewed its lease for long enough. */
    private static Duration waitsForLease(SimulatedCutover cutover, ServiceWorld world) {
        boolean free = cutover.journal()
                .find(world.spec().service())
                .filter(r -> r.guard() != null && !cutover.isFinished(r.guard().by()))
                .isEmpty();
        return free ? Duration.ZERO : Locks.LEASE.plus(LOOK);
    }

    /** Starts a missing guard now and at intervals, for as long as the process lives. */
    void on(Actor here) {
        if (here.dead()) {
            return;
        }
        boolean runs = guard != null && !guard.result().isDone();
        boolean needed = cutover.journal()
                .find(service())
                .filter(r -> Guard.guards(r.state()) && watched.test(r.owner()))
                .isPresent();
        if (needed && !runs) {
            start(here);
        }
        cutover.time().after(LOOK, () -> on(here));
    }

    private void start(Actor here) {
        guard = here.start(GuardFactory.guard(here.context(world), service(), watched));
        guard.result().whenComplete((done, failure) -> {
            if (failure != null && !here.dead()) {
                cutover.guardFailed(LOOK);
                finishRollback(here);
            }
        });
    }

    private void finishRollback(Actor here) {
        cutover.journal().find(service()).filter(r -> r.state().returning()).ifPresent(r -> {
            String reason = r.rollback().reason();
            here.start(new Rollback(here.context(world), service(), reason, EksAfter.KEEP, ROLLBACK_LIMIT));
        });
    }

    private String service() {
        return world.spec().service();
    }
}

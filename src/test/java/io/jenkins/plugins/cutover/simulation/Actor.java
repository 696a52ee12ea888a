package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.journal.MemoryLocks;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.util.function.UnaryOperator;

/** One process that moves services: a Jenkins controller, or a command line. When it dies, all that it did dies. */
public final class Actor {
    private final SimulatedCutover scene;
    private final Owner owner;
    private final Runner runner;
    private final Locks locks;
    private boolean dead;

    Actor(SimulatedCutover scene, Owner owner) {
        this.scene = scene;
        this.owner = owner;
        this.locks = new MemoryLocks(scene.leases(), scene.time().clock(), scene::liveness, () -> scene.time()
                .elapsed()
                .toNanos());
        this.runner = new Runner(scene.time().scheduler(this::alive));
    }

    private Runnable alive(Runnable work) {
        return () -> {
            if (!dead) {
                try {
                    work.run();
                } catch (Crash crash) {
                    // The process is gone; what it left behind is looked at by the rules.
                }
            }
        };
    }

    public Owner owner() {
        return owner;
    }

    boolean dead() {
        return dead;
    }

    void die() {
        dead = true;
    }

    /** @throws Crash always */
    Crash crash(String where) {
        dead = true;
        scene.log("CRASH of " + owner + " at " + where);
        throw new Crash(where);
    }

    /** What its operations work with. */
    Context context(ServiceWorld world) {
        return context(world, clients -> clients);
    }

    /** @param broken doors that do not do what they should, to see that a rule tells it */
    Context context(ServiceWorld world, UnaryOperator<SystemClients> broken) {
        return new Context(
                new ActorJournal(this, scene),
                locks,
                new ActorClients(this, scene, broken.apply(world.clients(new ActorNetwork(this, scene)))),
                scene.time().clock(),
                owner);
    }

    Runner.Run start(Operation operation) {
        return runner.start(
                new WatchedOperation(this, scene, operation),
                status -> scene.said(operation.name() + " of " + operation.service() + ": " + status));
    }

    @Override
    public String toString() {
        return owner.toString();
    }
}

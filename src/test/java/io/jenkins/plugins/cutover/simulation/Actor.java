package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.journal.BufferedJournal;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.journal.MemoryLocks;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.engine.SteadyClock;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One process that moves services: a Jenkins controller or a command line. Its operations end when it dies. */
public final class Actor {
    /** As in files. A crash loses them. */
    private static final Duration OBSERVATIONS = Duration.ofSeconds(10);

    private final SimulatedCutover cutover;
    private final Owner owner;
    private final Runner runner;
    private final SteadyClock steady;
    private final Locks locks;
    private final Journal journal;
    private boolean dead;

    Actor(SimulatedCutover cutover, Owner owner) {
        this.cutover = cutover;
        this.owner = owner;
        this.locks = new MemoryLocks(cutover.leases(), cutover.time().clock(), cutover::liveness, () -> cutover.time()
                .elapsed()
                .toNanos());
        BufferedJournal buffered = new BufferedJournal(
                new ActorJournal(this, cutover), OBSERVATIONS, cutover.time().clock(), () -> cutover.time()
                        .elapsed()
                        .toNanos());
        this.journal = owner.kind().equals("guard") ? buffered.withoutRestoring() : buffered;
        this.steady = new SteadyClock(cutover.time().clock(), cutover.time()::nanos);
        this.runner = new Runner(cutover.time().scheduler(this::alive));
    }

    private Runnable alive(Runnable work) {
        return () -> {
            if (!dead) {
                try {
                    work.run();
                } catch (Crash crash) {
                    // The process has ended; the rules check the state that it left.
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
        cutover.log("CRASH of " + owner + " at " + where);
        throw new Crash(where);
    }

    /** The context of its operations. */
    Context context(ServiceWorld world) {
        return context(world, clients -> clients);
    }

    /** @param broken wraps the clients with faulty ones, to check that a rule reports it */
    Context context(ServiceWorld world, UnaryOperator<SystemClients> broken) {
        return new Context(
                journal,
                locks,
                new ActorClients(this, cutover, broken.apply(world.clients(new ActorNetwork(this, cutover)))),
                steady,
                owner,
                service -> Optional.of(world.file()).filter(f -> f.service().equals(service)));
    }

    Runner.Run start(Operation operation) {
        Runner.Run run = runner.start(
                new ObservedOperation(this, cutover, operation),
                status -> cutover.said(operation.name() + " of " + operation.service() + ": " + status));
        cutover.started(this, operation, run);
        return run;
    }

    @Override
    public String toString() {
        return owner.toString();
    }
}

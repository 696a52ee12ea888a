package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.simulation.world.Network;
import java.time.Duration;

/** The network of one process: slow and lossy. The process may die at each call. */
final class ActorNetwork implements Network {
    /** Marathon and the cluster receive few commands: the fault rate per command is higher. */
    private static final Duration PLATFORM = Duration.ofSeconds(5);

    private final Actor actor;
    private final SimulatedCutover cutover;
    private final FaultInjector faults;

    ActorNetwork(Actor actor, SimulatedCutover cutover) {
        this.actor = actor;
        this.cutover = cutover;
        this.faults = cutover.faults();
    }

    @Override
    public void pass(String what, Duration duration) {
        if (faults.dies(Fault.CRASH)) {
            throw actor.crash(what);
        }
        cutover.time().run(duration);
        if (faults.strikes(Fault.PAUSE, 0.0005)) {
            Duration pause = Duration.ofSeconds(1 + faults.random().nextInt(80));
            cutover.paused(actor, pause);
            cutover.time().run(pause);
        }
        if (actor.dead()) {
            throw new Crash(what);
        }
    }

    @Override
    public boolean answers(String system) {
        if (faults.strikes(Fault.SILENT, 0.004)) {
            cutover.silent(actor, system);
            return false;
        }
        return true;
    }

    @Override
    public Delivery delivery(String system, int commands, Duration deadline) {
        boolean rare = deadline.compareTo(PLATFORM) >= 0;
        if (faults.strikes(Fault.REFUSED, 0.003) || rare && faults.strikesApart(Fault.REFUSED, 0.03)) {
            cutover.silent(actor, system);
            return new Delivery(some(commands), Rest.REFUSED, Duration.ZERO);
        }
        if (faults.strikes(Fault.LATE_COMMAND, 0.006) || rare && faults.strikesApart(Fault.LATE_COMMAND, 0.05)) {
            cutover.silent(actor, system);
            int latest = (int) deadline.multipliedBy(5).dividedBy(3).toMillis();
            return new Delivery(
                    some(commands), Rest.LATE, Duration.ofMillis(faults.random().nextInt(latest)));
        }
        if (faults.strikes(Fault.LOST_COMMAND, 0.006)) {
            cutover.silent(actor, system);
            return new Delivery(some(commands), Rest.LOST, Duration.ZERO);
        }
        if (faults.strikes(Fault.LOST_ANSWER, 0.006)) {
            cutover.silent(actor, system);
            return new Delivery(commands, Rest.LOST, Duration.ZERO);
        }
        return Delivery.whole(commands);
    }

    /** Fewer than all. */
    private int some(int commands) {
        return faults.random().nextInt(commands);
    }
}

package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.simulation.world.Network;
import java.time.Duration;

/** The way out of one process: slow, lossy, and the place where it dies. */
final class ActorNetwork implements Network {
    /** Marathon and the cluster are told little: of each of their commands more goes wrong. */
    private static final Duration PLATFORM = Duration.ofSeconds(5);

    private final Actor actor;
    private final SimulatedCutover scene;
    private final FaultInjector chaos;

    ActorNetwork(Actor actor, SimulatedCutover scene) {
        this.actor = actor;
        this.scene = scene;
        this.chaos = scene.chaos();
    }

    @Override
    public void pass(String what, Duration duration) {
        if (chaos.dies(Fault.CRASH)) {
            throw actor.crash(what);
        }
        scene.time().run(duration);
        if (chaos.strikes(Fault.PAUSE, 0.0005)) {
            Duration pause = Duration.ofSeconds(1 + chaos.random().nextInt(80));
            scene.paused(actor, pause);
            scene.time().run(pause);
        }
        if (actor.dead()) {
            throw new Crash(what);
        }
    }

    @Override
    public boolean answers(String system) {
        if (chaos.strikes(Fault.SILENT, 0.004)) {
            scene.silent(actor, system);
            return false;
        }
        return true;
    }

    @Override
    public Delivery delivery(String system, int commands, Duration deadline) {
        boolean rare = deadline.compareTo(PLATFORM) >= 0;
        if (chaos.strikes(Fault.REFUSED, 0.003) || rare && chaos.strikesApart(Fault.REFUSED, 0.03)) {
            scene.silent(actor, system);
            return new Delivery(some(commands), Rest.REFUSED, Duration.ZERO);
        }
        if (chaos.strikes(Fault.LATE_COMMAND, 0.006) || rare && chaos.strikesApart(Fault.LATE_COMMAND, 0.05)) {
            scene.silent(actor, system);
            int latest = (int) deadline.multipliedBy(5).dividedBy(3).toMillis();
            return new Delivery(
                    some(commands), Rest.LATE, Duration.ofMillis(chaos.random().nextInt(latest)));
        }
        if (chaos.strikes(Fault.LOST_COMMAND, 0.006)) {
            scene.silent(actor, system);
            return new Delivery(some(commands), Rest.LOST, Duration.ZERO);
        }
        if (chaos.strikes(Fault.LOST_ANSWER, 0.006)) {
            scene.silent(actor, system);
            return new Delivery(commands, Rest.LOST, Duration.ZERO);
        }
        return Delivery.whole(commands);
    }

    /** Fewer than all. */
    private int some(int commands) {
        return chaos.random().nextInt(commands);
    }
}

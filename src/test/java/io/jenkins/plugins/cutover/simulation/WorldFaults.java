package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.util.Random;

/** What befalls the systems outside, every now and then. */
final class WorldFaults {
    private final SimulatedCutover scene;
    private final ServiceWorld world;
    private final FaultInjector chaos;
    private final Random random;

    WorldFaults(SimulatedCutover scene, ServiceWorld world) {
        this.scene = scene;
        this.world = world;
        this.chaos = scene.chaos();
        this.random = chaos.random();
        next();
    }

    private void next() {
        if (!chaos.isOver() && chaos.strength() > 0) {
            scene.time().after(upTo(6000), () -> {
                if (!chaos.isOver()) {
                    if (scene.stillMoves(world.spec().service())) {
                        strike();
                    }
                    next();
                }
            });
        }
    }

    /** Everything outside is well again, but for what somebody changed for good. */
    void heal() {
        world.fleet().forEach(i -> {
            world.freeze(i, false);
            i.cutOff(false);
        });
        world.marathon().staging(Duration.ofMillis(800));
        world.marathon().heal();
        world.cluster().heal();
        world.clients().errors(Side.MESOS, 0);
        world.clients().errors(Side.EKS, 0);
    }

    private void strike() {
        HaproxyModel instance = world.fleet().get(random.nextInt(world.fleet().size()));
        if (chaos.strikes(Fault.RELOAD, 0.05)) {
            world.reload(instance);
        }
        if (chaos.strikes(Fault.FREEZE, 0.05)) {
            world.freeze(instance, true);
            scene.time().after(upTo(15_000), () -> world.freeze(instance, false));
        }
        if (chaos.strikes(Fault.CUT_OFF, 0.05)) {
            instance.cutOff(true);
            scene.time().after(upTo(15_000), () -> instance.cutOff(false));
        }
        if (chaos.strikes(Fault.HAND_MADE, 0.03)) {
            String server = random.nextBoolean() ? "mesos1" : "eks1";
            world.handMade(
                    instance,
                    "set weight " + world.spec().haproxy().backend() + "/" + server + " " + random.nextInt(257));
        }
        starts();
        mesos();
        eks();
        clients();
        clocks();
    }

    private void mesos() {
        if (chaos.strikes(Fault.MARATHON_AWAY, 0.05)) {
            world.marathon().away(upTo(20_000));
        }
        if (chaos.strikes(Fault.MARATHON_LOCKED, 0.04)) {
            world.marathon().lock(upTo(20_000));
        }
        if (chaos.strikes(Fault.MARATHON_HOLDS_BACK, 0.03)) {
            world.marathon().holdBack(upTo(300_000));
        }
        if (chaos.strikes(Fault.OUTSIDE_SCALE, 0.03)) {
            scene.log("world: somebody scales Mesos");
            world.marathon().outsideScale(random.nextInt(world.originalWeights().size() + 2));
        }
        if (chaos.strikes(Fault.OUTSIDE_DESTROY, 0.01)) {
            scene.log("world: somebody destroys the app");
            world.marathon().outsideDestroy();
        }
        if (chaos.strikes(Fault.TASK_DIES, 0.05)) {
            world.marathon().kill(1 + random.nextInt(world.originalWeights().size()));
        }
    }

    private void starts() {
        if (chaos.strikes(Fault.SLOW_START, 0.03)) {
            world.marathon().staging(upTo(15_000));
            world.cluster().start(upTo(15_000));
        }
    }

    private void eks() {
        if (chaos.strikes(Fault.PODS_DIE, 0.05)) {
            scene.log("world: pods die");
            world.cluster().killPods(1 + random.nextInt(3), upTo(20_000));
        }
        if (chaos.strikes(Fault.CLUSTER_AWAY, 0.05)) {
            world.cluster().away(upTo(20_000));
        }
    }

    private void clients() {
        if (chaos.strikes(Fault.EKS_ERRORS, 0.05)) {
            scene.log("world: EKS answers errors");
            world.clients().errors(Side.EKS, new double[] {0.01, 0.05, 0.5, 1}[random.nextInt(4)]);
        }
        if (chaos.strikes(Fault.BOTH_ERRORS, 0.03)) {
            double rate = random.nextDouble() * 0.1;
            world.clients().errors(Side.EKS, rate);
            world.clients().errors(Side.MESOS, rate);
        }
        if (chaos.strikes(Fault.NO_TRAFFIC, 0.03)) {
            double before = world.clients().rate();
            world.clients().rate(0);
            scene.time().after(upTo(20_000), () -> world.clients().rate(before));
        }
    }

    private void clocks() {
        if (chaos.strikes(Fault.CLOCK_FORWARD, 0.01)) {
            scene.log("world: the clock jumps forward");
            scene.time().jump(upTo(3_600_000));
        }
        if (chaos.strikes(Fault.CLOCK_BACK, 0.01)) {
            scene.log("world: the clock jumps back");
            scene.time().jump(upTo(3_600_000).negated());
        }
        if (chaos.strikes(Fault.LOCK_LOST, 0.01)) {
            scene.loseLock(world.spec().environment());
        }
    }

    private Duration upTo(int millis) {
        return Duration.ofMillis(1 + random.nextInt(millis));
    }
}

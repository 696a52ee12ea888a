package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.util.Random;

/** Injects faults into the outside systems at intervals. */
final class WorldFaults {
    private final SimulatedCutover cutover;
    private final ServiceWorld world;
    private final FaultInjector faults;
    private final Random random;
    private final EksTrafficFaults traffic;

    WorldFaults(SimulatedCutover cutover, ServiceWorld world) {
        this.cutover = cutover;
        this.world = world;
        this.faults = cutover.faults();
        this.random = faults.random();
        this.traffic = new EksTrafficFaults(cutover, world);
        traffic.normal();
        next();
    }

    private void next() {
        if (!faults.isOver() && faults.strength() > 0) {
            cutover.time().after(upTo(faults.interval()), () -> {
                if (!faults.isOver()) {
                    if (cutover.stillMoves(world.spec().service())) {
                        inject();
                    }
                    next();
                }
            });
        }
    }

    /** Ends all faults of the outside systems, except lasting changes. */
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
        world.clients().repaired();
        cutover.diskFull(Duration.ZERO);
    }

    /** So long nothing but time passes: pods are replaced and HAProxies reloaded in it, and EKS may fail. */
    void during(Duration wait) {
        Random waits = faults.waits();
        int events = 1 + waits.nextInt(4);
        for (int i = 0; i < events; i++) {
            int kind = waits.nextInt(6);
            Duration at = Duration.ofMillis((long) (waits.nextDouble() * wait.toMillis()));
            cutover.time().after(at, () -> {
                if (!faults.isOver() && cutover.stillMoves(world.spec().service())) {
                    event(kind, waits);
                }
            });
        }
    }

    private void event(int kind, Random waits) {
        HaproxyModel instance = world.fleet().get(waits.nextInt(world.fleet().size()));
        switch (kind) {
            case 0, 1 -> replacePods(waits);
            case 2 -> {
                faults.count(Fault.RELOAD);
                world.reload(instance);
            }
            case 3 -> {
                faults.count(Fault.RELOAD_WITH_STATE);
                world.reloadWithState(instance);
            }
            default -> {
                faults.count(Fault.EKS_ERRORS);
                double fraction = waits.nextBoolean() ? .5 : 1;
                cutover.log("world: EKS fails " + fraction + " of its requests");
                world.clients().errors(Side.EKS, fraction);
            }
        }
    }

    private void replacePods(Random waits) {
        faults.count(Fault.PODS_REPLACED);
        cutover.log("world: every pod is replaced, one after the other");
        world.cluster().replaceOneByOne(Duration.ofSeconds(waits.nextInt(60)));
    }

    private void inject() {
        HaproxyModel instance = world.fleet().get(random.nextInt(world.fleet().size()));
        if (faults.strikes(Fault.RELOAD, 0.05)) {
            world.reload(instance);
        }
        if (faults.strikes(Fault.FREEZE, 0.05)) {
            world.freeze(instance, true);
            cutover.time().after(upTo(15_000), () -> world.freeze(instance, false));
        }
        if (faults.strikes(Fault.CUT_OFF, 0.05)) {
            instance.cutOff(true);
            cutover.time().after(upTo(15_000), () -> instance.cutOff(false));
        }
        if (faults.strikes(Fault.HAND_MADE, 0.03)) {
            String server = random.nextBoolean() ? "mesos1" : "eks1";
            world.handMade(
                    instance,
                    "set weight " + world.file().haproxy().backend() + "/" + server + " " + random.nextInt(257));
        }
        if (faults.strikesApart(Fault.RELOAD_WITH_STATE, 0.03)) {
            world.reloadWithState(instance);
        }
        if (world.fleet().size() < 4 && faults.strikesApart(Fault.INSTANCE_JOINS, 0.01)) {
            world.join();
        }
        if (faults.strikesInWaits(Fault.PODS_REPLACED, 0.02)) {
            replacePods(faults.waits());
        }
        starts();
        lasting();
        paperAndNames();
        mesos();
        eks();
        clients();
        traffic.mayStrike();
        clocks();
    }

    private void mesos() {
        if (faults.strikes(Fault.MARATHON_AWAY, 0.05)) {
            world.marathon().away(upTo(20_000));
        }
        if (faults.strikes(Fault.MARATHON_LOCKED, 0.04)) {
            world.marathon().lock(upTo(20_000));
        }
        if (faults.strikes(Fault.MARATHON_HOLDS_BACK, 0.03)) {
            world.marathon().holdBack(upTo(300_000));
        }
        if (faults.strikes(Fault.OUTSIDE_SCALE, 0.03)) {
            cutover.log("world: Mesos is scaled from outside");
            world.marathon().outsideScale(random.nextInt(world.originalWeights().size() + 2));
        }
        if (faults.strikes(Fault.OUTSIDE_DESTROY, 0.01)) {
            cutover.log("world: the app is deleted from outside");
            world.marathon().outsideDestroy();
        }
        if (faults.strikes(Fault.TASK_DIES, 0.05)) {
            world.marathon().kill(1 + random.nextInt(world.originalWeights().size()));
        }
    }

    /** Added later, and drawn apart. */
    private void lasting() {
        boolean opened = cutover.journal().find(world.spec().service()).isPresent();
        if (opened && faults.strikesApart(Fault.MESOS_REDEPLOYED, 0.02)) {
            int tasks = 1 + faults.apart().nextInt(world.originalWeights().size());
            cutover.log("world: " + tasks + " tasks are redeployed on Mesos");
            world.redeploy(tasks);
        }
        if (opened && world.fleet().size() > 1 && faults.strikesApart(Fault.INSTANCE_LEAVES, 0.005)) {
            HaproxyModel gone =
                    world.fleet().get(faults.apart().nextInt(world.fleet().size()));
            cutover.log("world: " + gone + " is decommissioned");
            world.decommission(gone);
        }
        if (faults.strikesApart(Fault.STATE_LOST, 0.02)) {
            world.fleet().forEach(world::reload);
        }
    }

    /** Drawn with {@link FaultInjector#later}. */
    private void paperAndNames() {
        String service = world.spec().service();
        boolean opened = cutover.journal().find(service).isPresent();
        if (faults.strikesLater(Fault.DISK_FULL, 0.02)) {
            cutover.log("world: the disk is full");
            cutover.diskFull(Duration.ofMillis(1 + faults.later().nextInt(20_000)));
        }
        if (opened && faults.strikesLater(Fault.RECORD_DAMAGED, 0.01)) {
            cutover.log("world: the record is damaged");
            cutover.damage(service);
        }
        if (opened && !world.isRenamed() && faults.strikesLater(Fault.BACKEND_RENAMED, 0.005)) {
            cutover.log("world: the backend has another name");
            world.renameBackend();
        }
    }

    private void starts() {
        if (faults.strikes(Fault.SLOW_START, 0.03)) {
            world.marathon().staging(upTo(15_000));
            world.cluster().start(upTo(15_000));
        }
    }

    private void eks() {
        if (faults.strikes(Fault.PODS_DIE, 0.05)) {
            cutover.log("world: pods die");
            world.cluster().killPods(1 + random.nextInt(3), upTo(20_000));
        }
        if (faults.strikes(Fault.CLUSTER_AWAY, 0.05)) {
            world.cluster().away(upTo(20_000));
        }
    }

    private void clients() {
        if (faults.strikes(Fault.EKS_ERRORS, 0.05)) {
            cutover.log("world: EKS answers with errors");
            world.clients().errors(Side.EKS, new double[] {0.01, 0.05, 0.5, 1}[random.nextInt(4)]);
        }
        if (faults.strikes(Fault.BOTH_ERRORS, 0.03)) {
            double rate = random.nextDouble() * 0.1;
            world.clients().errors(Side.EKS, rate);
            world.clients().errors(Side.MESOS, rate);
        }
        if (faults.strikes(Fault.NO_TRAFFIC, 0.03)) {
            double before = world.clients().rate();
            world.clients().rate(0);
            cutover.time().after(upTo(20_000), () -> world.clients().rate(before));
        }
    }

    private void clocks() {
        if (faults.strikes(Fault.CLOCK_FORWARD, 0.01)) {
            cutover.log("world: the clock jumps forward");
            cutover.time().jump(upTo(3_600_000));
        }
        if (faults.strikes(Fault.CLOCK_BACK, 0.01)) {
            cutover.log("world: the clock jumps back");
            cutover.time().jump(upTo(3_600_000).negated());
        }
        if (faults.strikes(Fault.LOCK_LOST, 0.01)) {
            cutover.loseLock(world.spec().environment());
        }
    }

    private Duration upTo(int millis) {
        return Duration.ofMillis(1 + random.nextInt(millis));
    }
}

package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.TickScope;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.MarathonModel;
import io.jenkins.plugins.cutover.simulation.world.ServerModel;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The instance count is held through the whole cutover; a change from outside is noticed; traffic returns as far as
 * healthy Mesos tasks can carry it, except that a failing EKS is left at once.
 */
final class Rule04MesosStaysWhole extends Rule {
    /** A look every 5 s, one unanswered question to the cluster (10 s), and silent HAProxies in between. */
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(22);

    /** Where everything answered: a look every 5 s, and a poll. */
    private static final Duration NOTICED_SOON = Duration.ofSeconds(8);

    private static final Duration SLOW = Duration.ofSeconds(1);

    private final Map<Object, Duration> watchingSince = new HashMap<>();
    private final Map<Object, Duration> lookAt = new HashMap<>();
    private final Set<Object> slow = new HashSet<>();
    private final Map<Object, Integer> unanswered = new HashMap<>();
    private final Map<String, Double> able = new HashMap<>();
    private final Map<String, Boolean> eksWasDead = new HashMap<>();
    private final Set<String> retired = new HashSet<>();
    private final Map<String, Double> whole = new HashMap<>();

    Rule04MesosStaysWhole(SimulatedCutover scene) {
        super(scene);
    }

    @Override
    public void marathon(MarathonModel marathon, String change, int instances) {
        CutoverRecord record = scene().journal()
                .find(scene().service(w -> w.marathon() == marathon))
                .orElseThrow();
        if (Rule01WrittenFirst.givesUp(record)) {
            givenUp(record, change);
            return;
        }
        if (scene().acting() == null && Rule01WrittenFirst.wasGivenUp(record)) {
            return; // sent when Mesos was given up, and late: that the way back survives it is shown at its end
        }
        check(
                "held",
                !change.equals("delete") && instances >= record.before().mesosInstances(),
                () -> "Marathon is told " + change + " " + instances + ", and "
                        + record.before().mesosInstances() + " were there");
    }

    /** Who was told to send nothing there and was not touched since does not. */
    private void givenUp(CutoverRecord record, String change) {
        scene().world(record.service()).fleet().stream()
                .filter(i -> scene().lastDisturbed(i)
                                .plus(NOTICED_SOON)
                                .compareTo(scene().time().elapsed())
                        < 0)
                .forEach(i -> check(
                        "given up",
                        i.serving().mesos() == 0,
                        () -> "Marathon is told " + change + " and " + i + " sends to Mesos: " + i.serving()));
    }

    @Override
    public void begun(TickScope tick) {
        ServiceWorld world = scene().world(tick.operation().service());
        world.fleet().forEach(i -> able.put(i.toString(), able(i, world)));
        eksWasDead.put(tick.operation().service(), world.fleet().stream().anyMatch(HaproxyModel::eksIsDead));
        if (tick.operation() instanceof Verify) {
            watchingSince.putIfAbsent(tick.operation(), scene().time().elapsed());
            lookAt.put(tick.operation(), scene().time().elapsed());
        }
    }

    /** What the instance's Mesos servers that are up, or drained and alive, can carry of all that it is asked for now. */
    private double able(HaproxyModel instance, ServiceWorld world) {
        double all = whole.getOrDefault(instance.toString(), up(instance, world));
        return world.clients().rate() == 0
                ? 1
                : up(instance, world)
                        / all
                        * world.clients().usualRate()
                        / world.clients().rate();
    }

    private static double up(HaproxyModel instance, ServiceWorld world) {
        double up = 0;
        for (ServerModel server : instance.servers()) {
            boolean drained = server.maintenance() && world.alive(server);
            up += server.up() || drained ? world.originalWeights().getOrDefault(server.name(), 0) : 0;
        }
        return up;
    }

    @Override
    public void ended(TickScope tick, Tick answer) {
        ServiceWorld world = scene().world(tick.operation().service());
        CutoverRecord record =
                scene().journal().find(tick.operation().service()).orElse(null);
        if (record == null) {
            return;
        }
        if (tick.operation() instanceof Verify && answer instanceof Tick.Again) {
            noticed(tick, world, record);
        }
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        if (before == null) {
            ServiceWorld now = scene().world(after.service());
            now.fleet().forEach(i -> whole.put(i.toString(), up(i, now)));
        }
        if (after.state() == CutoverState.RETIRED) {
            retired.add(after.service());
        }
        TickScope tick = scene().acting();
        if (tick == null
                || tick.paused()
                || after.rollback() == null
                || after.share().compareTo(before.share()) >= 0) {
            return;
        }
        ServiceWorld world = scene().world(after.service());
        boolean eksDead =
                eksWasDead.get(after.service()) || world.fleet().stream().anyMatch(HaproxyModel::eksIsDead);
        if (!after.rollback().eksFailing()) {
            world.fleet().stream()
                    .filter(i -> tick.clean(i.toString()) && i.answers() && !eksDead)
                    .forEach(i -> carried(i, world, 1 - after.share().fraction()));
        } else if (tick.operation() instanceof Rollback) {
            check(
                    "left at once",
                    eksDead || world.fleet().stream().anyMatch(i -> !tick.clean(i.toString())),
                    () -> "EKS is left at once, whatever Mesos can carry, and it lives");
        }
    }

    @Override
    public void over(String service) {
        if (retired.contains(service)) {
            CutoverState state = scene().journal().find(service).orElseThrow().state();
            check("no way back", state == CutoverState.RETIRED, () -> "Mesos was given up and the state is " + state);
        }
    }

    private void carried(HaproxyModel instance, ServiceWorld world, double carries) {
        double could = Math.max(able.get(instance.toString()), able(instance, world));
        check(
                "carried",
                carries <= could * 1.1 + 0.05,
                () -> instance + ": Mesos is given " + Share.ofFraction(carries) + " and can carry "
                        + Share.ofFraction(Math.min(1, could)));
    }

    /** A Marathon that does not answer is asked half as often each time. */
    private Duration noticedWithin(TickScope tick, ServiceWorld world) {
        Object looks = tick.operation();
        if (tick.silent().contains("marathon") || world.marathon().wasAwaySince(lookAt.get(looks))) {
            unanswered.merge(looks, 1, Integer::sum);
        }
        Duration usual = slow.contains(looks) ? NOTICED_WITHIN : NOTICED_SOON;
        return usual.multipliedBy(1L << Math.min(5, unanswered.getOrDefault(looks, 0)));
    }

    private void noticed(TickScope tick, ServiceWorld world, CutoverRecord record) {
        Duration now = scene().time().elapsed();
        Duration since = world.marathon().changedFromOutside();
        Duration watching = watchingSince.get(tick.operation());
        if (now.minus(lookAt.get(tick.operation())).compareTo(SLOW) > 0) {
            slow.add(tick.operation());
        }
        Duration within = noticedWithin(tick, world);
        boolean stands = since != null
                && world.marathon().instances() != record.before().mesosInstances()
                && now.minus(since).compareTo(within) > 0
                && now.minus(watching).compareTo(within) > 0;
        if (stands && !world.marathon().wasAwaySince(now.minus(within)) && !tick.paused()) {
            check(
                    "noticed",
                    record.history().stream().anyMatch(e -> e.kind().equals("mesos")),
                    () -> "somebody changed Mesos to " + world.marathon().instances() + " instances " + now.minus(since)
                            + " ago, and nobody was told");
        }
    }
}

package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.Verdict;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The instance count is held through the whole cutover; a change from outside is noticed; traffic returns as far as
 * healthy Mesos tasks can serve it, except that a rollback from a failing EKS is immediate.
 */
final class Rule04MesosStaysWhole extends Rule {
    /** A poll every 5 s, one request to the cluster without an answer (10 s), and silent HAProxies in between. */
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(22);

    /** When every system answers: a poll every 5 s, and one interval of the judge. */
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

    Rule04MesosStaysWhole(SimulatedCutover cutover) {
        super(cutover);
    }

    @Override
    public void marathon(MarathonModel marathon, String change, int instances) {
        CutoverRecord record = cutover()
                .journal()
                .find(cutover().service(w -> w.marathon() == marathon))
                .orElseThrow();
        if (Rule01WrittenFirst.givesUp(record)) {
            givenUp(record, change);
            return;
        }
        if (cutover().acting() == null && Rule01WrittenFirst.wasGivenUp(record)) {
            return; // sent when Mesos was given up, and late: at the end the rule checks that a rollback survives it
        }
        check(
                "held",
                !change.equals("delete") && instances >= record.before().mesosInstances(),
                () -> "Marathon receives " + change + " " + instances + ", and "
                        + record.before().mesosInstances() + " were there");
        check(
                "not scaled down",
                cutover().acting() == null || instances >= marathon.previousInstances(),
                () -> "Marathon receives " + change + " " + instances + ", and " + marathon.previousInstances()
                        + " ran");
    }

    /** An instance whose Mesos share was set to 0 and that was not changed since sends nothing there. */
    private void givenUp(CutoverRecord record, String change) {
        cutover().world(record.service()).fleet().stream()
                .filter(i -> cutover()
                                .lastDisturbed(i)
                                .plus(NOTICED_SOON)
                                .compareTo(cutover().time().elapsed())
                        < 0)
                .forEach(i -> check(
                        "retired",
                        i.serving().mesos() == 0,
                        () -> "Marathon receives " + change + " and " + i + " sends to Mesos: " + i.serving()));
    }

    @Override
    public void begun(TickScope tick) {
        ServiceWorld world = cutover().world(tick.operation().service());
        world.fleet().forEach(i -> able.put(i.toString(), able(i, world)));
        eksWasDead.put(tick.operation().service(), world.fleet().stream().anyMatch(HaproxyModel::eksIsDead));
        if (tick.operation() instanceof Verify) {
            watchingSince.putIfAbsent(tick.operation(), cutover().time().elapsed());
            lookAt.put(tick.operation(), cutover().time().elapsed());
        }
    }

    /** What the instance's Mesos servers that are up, or drained and alive, can carry of all that it is asked for now. */
    private double able(HaproxyModel instance, ServiceWorld world) {
        double all = whole.getOrDefault(instance.toString(), alive(instance, world));
        return world.clients().rate() == 0 || all == 0
                ? 1
                : up(instance, world)
                        / all
                        * world.clients().usualRate()
                        / world.clients().rate();
    }

    /** A task that was stopped a moment ago carries nothing, though HAProxy has not noticed it yet. */
    private static double alive(HaproxyModel instance, ServiceWorld world) {
        return carried(instance, world, world::alive);
    }

    private static double up(HaproxyModel instance, ServiceWorld world) {
        return carried(instance, world, s -> s.up() || s.maintenance() && world.alive(s));
    }

    /** As many servers as before, with any names, carry as much as before. */
    private static double carried(HaproxyModel instance, ServiceWorld world, Predicate<ServerModel> serves) {
        List<ServerModel> mesos = instance.servers().stream()
                .filter(s -> s.side() == Side.MESOS)
                .filter(serves)
                .toList();
        double weight =
                mesos.stream().mapToInt(s -> world.originalWeight(s.name())).sum();
        double before =
                world.originalWeights().values().stream().mapToInt(w -> w).sum();
        return mesos.size() >= world.originalWeights().size() ? Math.max(weight, before) : weight;
    }

    @Override
    public void ended(TickScope tick, Tick answer) {
        ServiceWorld world = cutover().world(tick.operation().service());
        CutoverRecord record =
                cutover().journal().find(tick.operation().service()).orElse(null);
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
            ServiceWorld now = cutover().world(after.service());
            now.fleet().forEach(i -> whole.put(i.toString(), alive(i, now)));
        }
        if (after.state() == CutoverState.RETIRED) {
            retired.add(after.service());
        }
        TickScope tick = cutover().acting();
        if (tick == null
                || tick.paused()
                || cutover().isUnwritten(after.service()) // decided before, in memory
                || after.rollback() == null
                || after.share().compareTo(before.share()) >= 0) {
            return;
        }
        ServiceWorld world = cutover().world(after.service());
        boolean eksDead =
                eksWasDead.get(after.service()) || world.fleet().stream().anyMatch(HaproxyModel::eksIsDead);
        if (!after.rollback().eksFailing()) {
            world.fleet().stream()
                    .filter(i -> tick.clean(i.toString()) && i.answers() && !eksDead)
                    .forEach(i -> carried(i, world, 1 - after.share().fraction()));
        } else if (tick.operation() instanceof Rollback) {
            check(
                    "left at once",
                    eksDead || judgedHarmful(after) || world.fleet().stream().anyMatch(i -> !tick.clean(i.toString())),
                    () -> "the rollback ignores the capacity of Mesos although EKS is healthy");
        }
    }

    /** The verdict's own truth is checked by the benchmark of the judge. */
    private static boolean judgedHarmful(CutoverRecord record) {
        return record.verify() != null && record.verify().verdict() == Verdict.HARMFUL;
    }

    @Override
    public void over(String service) {
        if (retired.contains(service)) {
            CutoverState state = cutover().journal().find(service).orElseThrow().state();
            check("stays retired", state == CutoverState.RETIRED, () -> "Mesos is retired but the state is " + state);
        }
    }

    private void carried(HaproxyModel instance, ServiceWorld world, double carries) {
        double could = Math.max(able.get(instance.toString()), able(instance, world));
        check(
                "carried",
                carries <= could * 1.1 + 0.05,
                () -> instance + ": Mesos is given " + Share.ofFraction(carries) + " but can serve "
                        + Share.ofFraction(Math.min(1, could)));
    }

    /** Each request without an answer doubles the interval to the next one. */
    private Duration noticedWithin(TickScope tick, ServiceWorld world) {
        Object looks = tick.operation();
        if (tick.silent().contains("marathon") || world.marathon().wasAwaySince(lookAt.get(looks))) {
            unanswered.merge(looks, 1, Integer::sum);
        }
        Duration usual = slow.contains(looks) ? NOTICED_WITHIN : NOTICED_SOON;
        return usual.multipliedBy(1L << Math.min(5, unanswered.getOrDefault(looks, 0)));
    }

    private void noticed(TickScope tick, ServiceWorld world, CutoverRecord record) {
        Duration now = cutover().time().elapsed();
        Duration since = world.marathon().changedFromOutside();
        Duration watching = watchingSince.get(tick.operation());
        if (now.minus(lookAt.get(tick.operation())).compareTo(SLOW) > 0) {
            slow.add(tick.operation());
        }
        Duration within = noticedWithin(tick, world);
        boolean lasting = since != null
                && world.marathon().instances() != record.before().mesosInstances()
                && now.minus(since).compareTo(within) > 0
                && now.minus(watching).compareTo(within) > 0;
        if (lasting && !world.marathon().wasAwaySince(now.minus(within)) && !tick.paused()) {
            check(
                    "noticed",
                    record.history().stream().anyMatch(e -> e.kind().equals("mesos")),
                    () -> "Mesos was changed from outside to "
                            + world.marathon().instances() + " instances " + now.minus(since)
                            + " ago, and no event reports it");
        }
    }
}

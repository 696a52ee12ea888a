package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.simulation.Fault;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.world.ClusterModel;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From a crash at any point a rollback with only the service's name restores the weights and the instance count. After
 * the decision no operation moves the service forward.
 */
final class Rule05BackFromAnywhere extends Rule {
    /** A change from outside between the last read and the end cannot be noticed. */
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(3);

    private final Map<String, Duration> backAt = new HashMap<>();
    private final Set<String> lateDeploys = new HashSet<>();

    Rule05BackFromAnywhere(SimulatedCutover cutover) {
        super(cutover);
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        if (after.state() == CutoverState.ROLLED_BACK) {
            backAt.put(after.service(), cutover().time().elapsed());
        }
        // A process that knew an older record may have written it over the damaged one.
        boolean anew = cutover().isDamaged(after.service());
        if (before != null && before.state().returning() && !anew) {
            check(
                    "no share increase",
                    after.share().compareTo(before.share()) <= 0,
                    () -> "the rollback raises the share to " + after.share() + " from " + before.share());
            check(
                    "no other state",
                    after.state().returning() || after.state() == CutoverState.ROLLED_BACK,
                    () -> "the rollback changes the state to " + after.state());
        }
    }

    @Override
    public void cluster(ClusterModel cluster, String change) {
        if (cutover().acting() == null && change.equals("apply")) {
            lateDeploys.add(cutover().service(w -> w.cluster() == cluster));
        }
    }

    @Override
    public void over(String service) {
        CutoverRecord record = cutover().journal().find(service).orElse(null);
        ServiceWorld world = cutover().world(service);
        if (cutover().isDamaged(service)) {
            backByFile(record, world);
            return;
        }
        if (record == null) {
            world.fleet()
                    .forEach(i -> check(
                            "no record",
                            i.serving().eks() == 0,
                            () -> "there is no record and " + i + " has " + i.serving()));
            return;
        }
        check("ended", !record.state().open(), () -> "the simulation has ended and the state is " + record.state());
        if (record.state() == CutoverState.ROLLED_BACK) {
            // An instance that joined and was not adopted was never changed by a cutover.
            world.fleet().stream()
                    .filter(i -> record.spec().haproxy().instances().contains(i.address()))
                    .filter(i -> cutover().lastDisturbed(i).plus(SEEN_WITHIN).compareTo(backAt.get(service)) < 0)
                    .forEach(
                            i -> asBefore(i, expected(i, world, record.desired().mesosWeights())));
            boolean byHand = cutover().injected(Fault.HAND_MADE);
            check(
                    "weights recorded",
                    byHand || record.desired().mesosWeights().equals(world.originalWeights()),
                    () -> "the weights recorded were not the original ones: " + record.desired());
            eksAsAsked(record, world.cluster().replicas());
            Duration outside = world.marathon().changedFromOutside();
            boolean unseen = outside != null && outside.plus(SEEN_WITHIN).compareTo(backAt.get(service)) > 0;
            check(
                    "instances",
                    unseen || world.marathon().instances() >= record.before().mesosInstances(),
                    () -> "Mesos has " + world.marathon().instances() + " instances and had "
                            + record.before().mesosInstances());
        }
    }

    /** The record is what the journal had before the damage; it could not be read. */
    private void backByFile(CutoverRecord record, ServiceWorld world) {
        boolean mesosIsUp = world.fleet().stream()
                .allMatch(i -> i.servers().stream().anyMatch(s -> s.side() == Side.MESOS && s.up()));
        if (record.state() != CutoverState.RETIRED && mesosIsUp) {
            world.fleet()
                    .forEach(i -> check(
                            "by the file",
                            i.serving().eks() == 0 && i.serving().mesos() > 0,
                            () -> "the service file was enough, and " + i + " has " + i.serving()));
        }
    }

    /**
     * A failed change of the cluster is in the history. The age of an unanswered deploy command comes from a clock, which
     * may have jumped since.
     */
    private void eksAsAsked(CutoverRecord record, int replicas) {
        boolean reported = record.history().stream().anyMatch(e -> e.kind().equals("eks"));
        boolean asked = record.rollback() != null && record.rollback().target() != EksAfter.KEEP;
        boolean jumped = cutover().injected(Fault.CLOCK_FORWARD) || cutover().injected(Fault.CLOCK_BACK);
        boolean unknown = jumped && lateDeploys.contains(record.service());
        if (asked && record.deployment() != null && !reported && !unknown) {
            check(
                    "EKS target",
                    replicas <= 0,
                    () -> "EKS was to be left (" + record.rollback().target() + ") and has " + replicas + " replicas");
        }
    }

    /** A server whose name was not recorded has the usual weight. */
    private static Map<String, Integer> expected(
            HaproxyModel instance, ServiceWorld world, Map<String, Integer> recorded) {
        Map<String, Integer> expected = new HashMap<>();
        List<Integer> known =
                recorded.values().stream().filter(w -> w > 0).sorted().toList();
        int usual = known.isEmpty() ? world.usualWeight() : known.get(known.size() / 2);
        boolean renamed = !world.originalWeights()
                .keySet()
                .equals(instance.weights(Side.MESOS).keySet());
        instance.weights(Side.MESOS).forEach((name, weight) -> expected.put(name, recorded.getOrDefault(name, usual)));
        return renamed ? expected : recorded;
    }

    private void asBefore(HaproxyModel instance, Map<String, Integer> weights) {
        check(
                "weights",
                instance.weights(Side.MESOS).equals(weights),
                () -> instance + " has the Mesos weights " + instance.weights(Side.MESOS) + " and had " + weights);
        check("EKS left", instance.serving().eks() == 0, () -> instance + " still sends to EKS: " + instance.serving());
    }
}

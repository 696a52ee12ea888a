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
import java.util.Map;
import java.util.Set;

/**
 * From a crash at any point a rollback with only the service's name restores the weights and the instance count. From
 * the decision on nothing moves the service forward.
 */
final class Rule05BackFromAnywhere extends Rule {
    /** What somebody else does between the last look and the end cannot be seen. */
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(3);

    private final Map<String, Duration> backAt = new HashMap<>();
    private final Set<String> lateDeploys = new HashSet<>();

    Rule05BackFromAnywhere(SimulatedCutover scene) {
        super(scene);
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        if (after.state() == CutoverState.ROLLED_BACK) {
            backAt.put(after.service(), scene().time().elapsed());
        }
        if (before != null && before.state().returning()) {
            check(
                    "no share onward",
                    after.share().compareTo(before.share()) <= 0,
                    () -> "on its way back EKS is given " + after.share() + ", and had " + before.share());
            check(
                    "no state onward",
                    after.state().returning() || after.state() == CutoverState.ROLLED_BACK,
                    () -> "on its way back it is " + after.state());
        }
    }

    @Override
    public void cluster(ClusterModel cluster, String change) {
        if (scene().acting() == null && change.equals("apply")) {
            lateDeploys.add(scene().service(w -> w.cluster() == cluster));
        }
    }

    @Override
    public void over(String service) {
        CutoverRecord record = scene().journal().find(service).orElse(null);
        ServiceWorld world = scene().world(service);
        if (record == null) {
            world.fleet()
                    .forEach(i -> check(
                            "nothing begun",
                            i.serving().eks() == 0,
                            () -> "nothing was begun and " + i + " has " + i.serving()));
            return;
        }
        check("ended", !record.state().open(), () -> "it is over and the state is " + record.state());
        if (record.state() == CutoverState.ROLLED_BACK) {
            world.fleet().stream()
                    .filter(i -> scene().lastDisturbed(i).plus(SEEN_WITHIN).compareTo(backAt.get(service)) < 0)
                    .forEach(i -> asBefore(i, record.desired().mesosWeights()));
            boolean byHand = scene().injected(Fault.HAND_MADE);
            check(
                    "weights recorded",
                    byHand || record.desired().mesosWeights().equals(world.originalWeights()),
                    () -> "the weights recorded were not the original ones: " + record.desired());
            eksAsAsked(record, world.cluster().replicas());
            Duration outside = world.marathon().changedFromOutside();
            boolean unseen = outside != null && outside.plus(SEEN_WITHIN).compareTo(backAt.get(service)) > 0;
            check(
                    "instances",
                    unseen || world.marathon().instances() == record.before().mesosInstances(),
                    () -> "Mesos has " + world.marathon().instances() + " instances and had "
                            + record.before().mesosInstances());
        }
    }

    /**
     * A change of the cluster that did not work out is told. How long ago a deploy sent what it was not answered is read
     * from a clock, which may have jumped since.
     */
    private void eksAsAsked(CutoverRecord record, int replicas) {
        boolean told = record.history().stream().anyMatch(e -> e.kind().equals("eks"));
        boolean asked = record.rollback() != null && record.rollback().target() != EksAfter.KEEP;
        boolean jumped = scene().injected(Fault.CLOCK_FORWARD) || scene().injected(Fault.CLOCK_BACK);
        boolean unknown = jumped && lateDeploys.contains(record.service());
        if (asked && record.deployment() != null && !told && !unknown) {
            check(
                    "EKS as asked",
                    replicas <= 0,
                    () -> "EKS was to be left (" + record.rollback().target() + ") and has " + replicas + " replicas");
        }
    }

    private void asBefore(HaproxyModel instance, Map<String, Integer> weights) {
        check(
                "weights",
                instance.weights(Side.MESOS).equals(weights),
                () -> instance + " has the Mesos weights " + instance.weights(Side.MESOS) + " and had " + weights);
        check("EKS left", instance.serving().eks() == 0, () -> instance + " still sends to EKS: " + instance.serving());
    }
}

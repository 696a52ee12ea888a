package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.operation.Tick;
import io.jenkins.plugins.cutover.simulation.Scene;
import io.jenkins.plugins.cutover.simulation.TickScope;
import io.jenkins.plugins.cutover.simulation.world.ClusterModel;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.MarathonModel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** No outside change before the journal holds the intention; every change is read back after. */
final class Rule01WrittenFirst extends Rule {
    private final Map<String, Set<DesiredTraffic>> intended = new HashMap<>();
    private CutoverRecord latest;

    Rule01WrittenFirst(Scene scene) {
        super(scene);
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        latest = after;
        if (after.desired() != null) {
            intended.computeIfAbsent(after.service(), s -> new HashSet<>()).add(after.desired());
        }
    }

    @Override
    public void applying(String service, DesiredTraffic desired) {
        check(
                intended.getOrDefault(service, Set.of()).contains(desired),
                () -> "the fleet is told " + desired + ", which the journal never held");
    }

    @Override
    public void commanded(HaproxyModel instance, String command, HaproxyModel.Serving before) {
        check(latest != null && latest.desired() != null, () -> command + " before anything was written");
    }

    @Override
    public void marathon(MarathonModel marathon, String change, int instances) {
        check(
                latest.rollback() != null
                        && latest.before() != null
                        && instances == latest.before().mesosInstances(),
                () -> "Marathon is told " + change + " " + instances + " and the journal says nothing of it");
    }

    @Override
    public void cluster(ClusterModel cluster, String change) {
        boolean written =
                switch (change) {
                    case "apply" -> latest.deployment() != null;
                    case "undo" -> told("undo");
                    default -> latest.rollback() != null && latest.rollback().target() != EksAfter.KEEP;
                };
        check(written, () -> "the cluster is told " + change + " and the journal says nothing of it");
    }

    /** Whether the last word of the journal is of this kind. */
    private boolean told(String kind) {
        List<Event> history = latest.history();
        return !history.isEmpty() && history.get(history.size() - 1).kind().equals(kind);
    }

    @Override
    public void ended(TickScope tick, Tick answer) {
        if (answer instanceof Tick.Done && !tick.applied().isEmpty()) {
            scene().world(tick.operation().service()).fleet().stream()
                    .filter(i -> tick.clean(i.toString()))
                    .forEach(i -> check(
                            !i.unread(), () -> tick.operation().name() + " is done and " + i + " was not read back"));
        }
    }
}

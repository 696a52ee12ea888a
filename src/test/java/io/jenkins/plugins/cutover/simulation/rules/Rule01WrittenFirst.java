package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.rollback.DriftGuard;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.TickScope;
import io.jenkins.plugins.cutover.simulation.world.ClusterModel;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.MarathonModel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** No outside change before the journal holds the intention; every change is read back after. */
final class Rule01WrittenFirst extends Rule {
    /** @param by null for a late command, of which nobody knows any more */
    private record Told(Operation by, Duration at) {}

    private final Map<String, Set<DesiredTraffic>> intended = new HashMap<>();
    private final Map<String, CutoverRecord> latest = new HashMap<>();
    private final Map<String, Set<EksAfter>> wished = new HashMap<>();

    private final Map<HaproxyModel, Told> last = new HashMap<>();

    Rule01WrittenFirst(SimulatedCutover scene) {
        super(scene);
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        latest.put(after.service(), after);
        if (after.rollback() != null) {
            wished.computeIfAbsent(after.service(), s -> EnumSet.noneOf(EksAfter.class))
                    .add(after.rollback().target());
        }
        if (after.desired() != null) {
            intended.computeIfAbsent(after.service(), s -> new HashSet<>()).add(after.desired());
        }
    }

    @Override
    public void applying(String service, DesiredTraffic desired) {
        check(
                "fleet",
                intended.getOrDefault(service, Set.of()).contains(desired),
                () -> "the fleet is told " + desired + ", which the journal never held");
    }

    @Override
    public void commanded(HaproxyModel instance, String command, HaproxyModel.Serving before) {
        CutoverRecord record = latest.get(scene().service(w -> w.fleet().contains(instance)));
        last.put(
                instance,
                new Told(
                        scene().acting() == null ? null : scene().acting().operation(),
                        scene().time().elapsed()));
        check("command", record != null && record.desired() != null, () -> command + " before anything was written");
    }

    @Override
    public void marathon(MarathonModel marathon, String change, int instances) {
        CutoverRecord record = latest.get(scene().service(w -> w.marathon() == marathon));
        check(
                "marathon",
                record != null && intended(record, instances),
                () -> "Marathon is told " + change + " " + instances + " and the journal says nothing of it");
    }

    private boolean intended(CutoverRecord record, int instances) {
        boolean back = record.rollback() != null
                && record.before() != null
                && instances == record.before().mesosInstances();
        boolean late = scene().acting() == null && wasGivenUp(record);
        return back || (givesUp(record) || late) && instances == 0;
    }

    /** Whether it is written that Mesos is given up, and the service is not on its way back. */
    static boolean givesUp(CutoverRecord record) {
        return record.state() == CutoverState.COMPLETED && wasGivenUp(record);
    }

    static boolean wasGivenUp(CutoverRecord record) {
        return record.history().stream().anyMatch(e -> e.kind().equals("retire"));
    }

    @Override
    public void cluster(ClusterModel cluster, String change) {
        CutoverRecord record = latest.get(scene().service(w -> w.cluster() == cluster));
        check(
                "cluster",
                record != null && intends(record, change),
                () -> "the cluster is told " + change + " and the journal says nothing of it");
    }

    private boolean intends(CutoverRecord record, String change) {
        return switch (change) {
            case "apply" -> record.deployment() != null;
            case "undo" -> told(record, "undo");
            case "scale" -> afterwards(record).contains(EksAfter.SCALE_DOWN);
            case "delete" -> afterwards(record).contains(EksAfter.DELETE);
            default -> false;
        };
    }

    /** A late command may be of a wish that somebody has changed since. */
    private Set<EksAfter> afterwards(CutoverRecord record) {
        if (scene().acting() == null) {
            return wished.getOrDefault(record.service(), Set.of());
        }
        return record.rollback() == null ? Set.of() : Set.of(record.rollback().target());
    }

    /**
     * Whether the last word of the journal is of this kind, or what whoever commands has written in this tick: two ways
     * back may be under way. Of a late command it is one of the journal's words.
     */
    private boolean told(CutoverRecord record, String kind) {
        List<Event> history = record.history();
        if (scene().acting() == null) {
            return history.stream().anyMatch(e -> e.kind().equals(kind));
        }
        return isLast(record, kind) || scene().acting().written().stream().anyMatch(own -> isLast(own, kind));
    }

    private static boolean isLast(CutoverRecord record, String kind) {
        List<Event> history = record.history();
        return !history.isEmpty() && history.get(history.size() - 1).kind().equals(kind);
    }

    /** Whether nobody has touched the instance after this one. */
    private boolean isTheLast(Operation operation, HaproxyModel instance) {
        Told told = last.get(instance);
        return told != null
                && told.by() == operation
                && scene().lastDisturbed(instance).compareTo(told.at()) <= 0;
    }

    /** A guard is done when nobody needs it any more, which claims nothing. */
    @Override
    public void ended(TickScope tick, Tick answer) {
        if (answer instanceof Tick.Done && !(tick.operation() instanceof DriftGuard)) {
            scene().world(tick.operation().service()).fleet().stream()
                    .filter(i -> tick.clean(i.toString()) && i.answers() && isTheLast(tick.operation(), i))
                    .forEach(i -> check(
                            "read back",
                            !i.unread(),
                            () -> tick.operation().name() + " is done and " + i + " was not read back"));
        }
    }
}

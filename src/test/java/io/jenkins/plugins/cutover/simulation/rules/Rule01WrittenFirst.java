package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.guard.Guard;
import io.jenkins.plugins.cutover.operation.rollback.ConfiguredRollback;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.TickScope;
import io.jenkins.plugins.cutover.simulation.world.ClusterModel;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.MarathonModel;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * No outside change before the journal holds the intention; every change is read back after. A rollback waits for no
 * journal: its intention may be in memory only. One by the service file alone has no record.
 */
final class Rule01WrittenFirst extends Rule {
    /** @param by null for a late command, whose sender has given up */
    private record LastCommand(Operation by, Duration at) {}

    private final Map<String, Set<DesiredTraffic>> intended = new HashMap<>();
    private final Map<String, CutoverRecord> latest = new HashMap<>();
    private final Map<String, Set<EksAfter>> eksTargets = new HashMap<>();

    private final Map<HaproxyModel, LastCommand> last = new HashMap<>();

    /** When the cutovers were opened whose rollback a process has begun in memory, by service. */
    private final Map<String, Instant> inMemory = new HashMap<>();

    Rule01WrittenFirst(SimulatedCutover cutover) {
        super(cutover);
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        latest.put(after.service(), after);
        if (after.rollback() != null) {
            eksTargets
                    .computeIfAbsent(after.service(), s -> EnumSet.noneOf(EksAfter.class))
                    .add(after.rollback().target());
        }
        if (after.desired() != null) {
            intended.computeIfAbsent(after.service(), s -> new HashSet<>()).add(after.desired());
        }
    }

    @Override
    public void unwritten(CutoverRecord record) {
        if (record.state().returning() || record.state() == CutoverState.ROLLED_BACK) {
            inMemory.put(record.service(), record.openedAt());
            written(null, record);
        }
    }

    @Override
    public void applying(String service, DesiredTraffic desired) {
        if (cutover()
                .tick()
                .filter(t -> t.operation() instanceof ConfiguredRollback)
                .isPresent()) {
            return;
        }
        check(
                "fleet",
                intended.getOrDefault(service, Set.of()).contains(desired),
                () -> "the fleet receives " + desired + ", which the journal never held");
    }

    @Override
    public void commanded(HaproxyModel instance, String command, HaproxyModel.Serving before) {
        CutoverRecord record = latest.get(cutover().service(w -> w.fleet().contains(instance)));
        last.put(
                instance,
                new LastCommand(
                        cutover().acting() == null ? null : cutover().acting().operation(),
                        cutover().time().elapsed()));
        check("command", record != null && record.desired() != null, () -> command + " before anything was written");
    }

    @Override
    public void marathon(MarathonModel marathon, String change, int instances) {
        CutoverRecord record = latest.get(cutover().service(w -> w.marathon() == marathon));
        check(
                "marathon",
                record != null && intended(record, instances),
                () -> "Marathon receives " + change + " " + instances + " without an intention in the journal");
    }

    private boolean intended(CutoverRecord record, int instances) {
        // Another process may write the journal meanwhile, and does not know of that rollback.
        boolean decided = record.rollback() != null || record.openedAt().equals(inMemory.get(record.service()));
        boolean back = decided
                && record.before() != null
                && instances == record.before().mesosInstances();
        boolean late = cutover().acting() == null && wasGivenUp(record);
        return back || (givesUp(record) || late) && instances == 0;
    }

    /** Whether the record says that Mesos is being retired, and no rollback runs. */
    static boolean givesUp(CutoverRecord record) {
        return record.state() == CutoverState.COMPLETED && wasGivenUp(record);
    }

    static boolean wasGivenUp(CutoverRecord record) {
        return record.history().stream().anyMatch(e -> e.kind().equals("retire"));
    }

    @Override
    public void cluster(ClusterModel cluster, String change) {
        CutoverRecord record = latest.get(cutover().service(w -> w.cluster() == cluster));
        check(
                "cluster",
                record != null && intends(record, change),
                () -> "the cluster receives " + change + " without an intention in the journal");
    }

    private boolean intends(CutoverRecord record, String change) {
        return switch (change) {
            case "apply" -> record.deployment() != null;
            case "undo" -> isRecorded(record, "undo");
            case "scale" -> eksAfter(record).contains(EksAfter.SCALE_DOWN);
            case "delete" -> eksAfter(record).contains(EksAfter.DELETE);
            default -> false;
        };
    }

    /** A late command may follow a target that was changed since; and two processes may each know one in memory. */
    private Set<EksAfter> eksAfter(CutoverRecord record) {
        if (cutover().acting() == null || cutover().isUnwritten(record.service())) {
            return eksTargets.getOrDefault(record.service(), Set.of());
        }
        return record.rollback() == null ? Set.of() : Set.of(record.rollback().target());
    }

    /**
     * Whether the latest event in the journal, or one that this tick wrote, is of this kind: two rollbacks may run at
     * the same time. For a late command any event of the record counts.
     */
    private boolean isRecorded(CutoverRecord record, String kind) {
        List<Event> history = record.history();
        if (cutover().acting() == null) {
            return history.stream().anyMatch(e -> e.kind().equals(kind));
        }
        return isLast(record, kind) || cutover().acting().written().stream().anyMatch(own -> isLast(own, kind));
    }

    private static boolean isLast(CutoverRecord record, String kind) {
        List<Event> history = record.history();
        // A jump of the clock is reported with the write that follows it.
        List<Event> said =
                history.stream().filter(e -> !e.kind().equals("clock")).toList();
        return !said.isEmpty() && said.get(said.size() - 1).kind().equals(kind);
    }

    /** Whether this operation sent the last command, and nothing else has changed the instance since. */
    private boolean isTheLast(Operation operation, HaproxyModel instance) {
        LastCommand command = last.get(instance);
        return command != null
                && command.by() == operation
                && cutover().lastDisturbed(instance).compareTo(command.at()) <= 0;
    }

    /** A guard ends when it is no longer needed: its result claims nothing about the fleet. */
    @Override
    public void ended(TickScope tick, Tick answer) {
        if (answer instanceof Tick.Done && !(tick.operation() instanceof Guard)) {
            cutover().world(tick.operation().service()).fleet().stream()
                    .filter(i -> tick.clean(i.toString()) && i.answers() && isTheLast(tick.operation(), i))
                    .forEach(i -> check(
                            "read back",
                            !i.unread(),
                            () -> tick.operation().name() + " is done and " + i + " was not read back"));
        }
    }
}

package io.jenkins.plugins.cutover.operation.reconcile;

import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.HandoverState;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.traffic.AfterReload;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Keeps the fleet in the desired state while a phase is judged: reads every instance, corrects drift (after a reload, a
 * restart, a manual change), lets a {@link PodFollower} follow pods, and reports changes to Mesos from outside.
 */
public final class FleetReconciler {
    private static final String AS_RECORDED = "Marathon runs the app as it was recorded again";
    /** The subject of the notice. */
    private static final String DRIFT = "drift";

    private final RecordSession session;
    private final PollPace app = new PollPace();
    private final PollPace pods = new PollPace();
    private final PlatformSignals signals;
    private final PodFollower follower;

    public FleetReconciler(RecordSession session) {
        this(session, new PlatformSignals());
    }

    /** @param signals receives what is read of pods and tasks */
    public FleetReconciler(RecordSession session, PlatformSignals signals) {
        this.session = session;
        this.signals = signals;
        this.follower = new PodFollower(session, signals);
    }

    /**
     * @param record with what was found; stored if something was corrected
     * @param fleet the answers of the instances
     * @param missed whether an instance did not answer, so that the reading is incomplete
     * @param differs why the fleet is not known to be at its share, as it was found; empty when it is
     * @param harm a fact that needs no statistics; empty when there is none
     * @param unsaved whether the record has a change of an instance that is not stored yet
     */
    public record Result(
            CutoverRecord record, FleetReading fleet, boolean missed, String differs, String harm, boolean unsaved) {
        public CounterSnapshot counters() {
            return fleet.counters();
        }
    }

    /** The next reading asks the cluster for the pods first, whatever its pace. */
    public void podsChanged() {
        follower.podsChanged();
    }

    public Result reconcile(CutoverRecord stored) {
        CutoverRecord known = follower.withChangedPods(stored);
        FleetReading fleet = session.router(known.spec().haproxy()).read();
        String harm = known.share().equals(Share.NONE) ? "" : harm(fleet);
        Optional<CutoverRecord> current = harm.isEmpty() ? Optional.of(known) : follower.withNewPods(known, fleet);
        return current.map(record -> kept(stored, follower.withoutDeadPods(record, fleet), fleet))
                .orElseGet(() -> new Result(known, fleet, false, "", harm, false));
    }

    /** The same where the traffic stays on EKS whatever happens: nothing is harm. */
    public Result keep(CutoverRecord stored) {
        CutoverRecord known = follower.withChangedPods(stored);
        FleetReading fleet = session.router(known.spec().haproxy()).read();
        return kept(stored, follower.withoutDeadPods(known, fleet), fleet);
    }

    private Result kept(CutoverRecord before, CutoverRecord record, FleetReading fleet) {
        signals.servers(DownServers.of(fleet, record.desired()));
        Map<InstanceAddress, String> drift = fleet.drift(record.desired());
        CutoverRecord found = afterReload(answering(silent(record, fleet.unreachable()), fleet, drift.keySet()), fleet);
        boolean missed = !fleet.unreachable().isEmpty();
        if (drift.isEmpty()) {
            return new Result(found, fleet, missed, silent(fleet), "", unsaved(record, found));
        }
        boolean followed = !record.desired().equals(before.desired());
        return followed && record.reported().notice(DRIFT).isEmpty()
                ? followed(record, found, fleet, drift)
                : corrected(record, found, fleet, drift);
    }

    /**
     * An instance whose EKS servers are all down by their health checks cannot serve its share. Neither can one that has
     * lost its EKS servers and whose Mesos servers get no traffic: a reload loses servers that were added at run time. A new
     * process that resolves its servers gets a moment for it.
     */
    public static String harm(FleetReading fleet) {
        for (Reachable instance : fleet.reachable()) {
            if (instance.resolving()) {
                continue;
            }
            if (servesNothing(instance)) {
                return "no server of " + instance.instance()
                        + " gets traffic: it has no EKS server in use, and the Mesos"
                        + " servers have weight 0 or are drained";
            }
            List<ServerReading> inUse = instance.servers(Side.EKS).stream()
                    .filter(s -> !s.maintenance())
                    .toList();
            if (!inUse.isEmpty() && inUse.stream().noneMatch(ServerReading::up)) {
                return "none of the " + inUse.size() + " EKS servers is up on " + instance.instance() + " ("
                        + inUse.get(0).check() + ")";
            }
        }
        return "";
    }

    private static boolean servesNothing(Reachable instance) {
        List<ServerReading> mesos = instance.servers(Side.MESOS);
        return instance.servers(Side.EKS).stream().allMatch(ServerReading::maintenance)
                && mesos.stream().noneMatch(s -> s.up() && s.weight() > 0)
                && mesos.stream().anyMatch(s -> s.up() || s.maintenance());
    }

    /** The pods have changed since the instances were set: no instance has drifted, each gets the new addresses. */
    private Result followed(
            CutoverRecord record, CutoverRecord found, FleetReading fleet, Map<InstanceAddress, String> drift) {
        FleetOutcome outcome = session.apply(found);
        CutoverRecord known = found.with(d -> d.confirmed(session.confirmations(found, found.desired(), outcome))
                .handover(corrections(found, outcome)));
        boolean missed = !fleet.unreachable().isEmpty();
        String differs = outcome.confirmed() ? silent(fleet) : text(drift);
        return new Result(known, fleet, missed, differs, "", unsaved(record, known));
    }

    private static String text(Map<InstanceAddress, String> drift) {
        return drift.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .collect(Collectors.joining("; "));
    }

    private Result corrected(
            CutoverRecord record, CutoverRecord found, FleetReading fleet, Map<InstanceAddress, String> drift) {
        String what = text(drift);
        CutoverRecord noticed = session.withNotice(found, DRIFT, what);
        boolean isNew = !noticed.equals(found);
        CutoverRecord intended = isNew ? session.write(noticed) : found;
        FleetOutcome outcome = session.apply(intended);
        CutoverRecord known =
                intended.with(d -> d.confirmed(session.confirmations(intended, intended.desired(), outcome))
                        .handover(corrections(intended, outcome)));
        boolean missed = !fleet.unreachable().isEmpty();
        if (!outcome.confirmed()) {
            return new Result(known, fleet, missed, what, "", unsaved(isNew ? intended : record, known));
        }
        CutoverRecord again = session.write(known.with(d -> d.reported(said -> said.withoutNotice(DRIFT))
                .event(session.event("put-right", "every instance is at " + record.share() + " again"))));
        return new Result(again, fleet, missed, what, "", false);
    }

    private static boolean unsaved(CutoverRecord stored, CutoverRecord now) {
        return !now.sameConfirmationsAs(stored) || !Objects.equals(now.handover(), stored.handover());
    }

    /** What a reload would do to the traffic is known from the instances only, so it is kept for those who do not read them. */
    private static CutoverRecord afterReload(CutoverRecord record, FleetReading fleet) {
        Integer mesos = AfterReload.mesos(fleet);
        return mesos == null
                        || record.share().equals(Share.NONE)
                        || Objects.equals(mesos, record.handed().afterReload())
                ? record
                : record.with(d -> d.handover(record.handed().withAfterReload(mesos)));
    }

    /** A handover is proven only on a process to which no command was sent. */
    private HandoverState corrections(CutoverRecord record, FleetOutcome outcome) {
        List<String> changed = outcome.instances().stream()
                .filter(InstanceOutcome::changePossible)
                .map(i -> i.instance().toString())
                .toList();
        return record.handover() == null || changed.isEmpty()
                ? record.handover()
                : record.handover().withCorrected(changed, session.now());
    }

    private static String silent(FleetReading fleet) {
        return fleet.unreachable().stream()
                .map(i -> i.instance() + ": " + i.reason())
                .collect(Collectors.joining("; "));
    }

    private CutoverRecord silent(CutoverRecord record, List<Unreachable> silent) {
        CutoverRecord noticed = record;
        for (Unreachable instance : silent) {
            noticed = known(noticed, instance.instance(), instance.reason(), "silent", instance.reason());
        }
        return noticed;
    }

    private CutoverRecord answering(CutoverRecord record, FleetReading fleet, Set<InstanceAddress> drifted) {
        CutoverRecord noticed = record;
        for (Reachable instance : fleet.reachable()) {
            if (!drifted.contains(instance.instance())) {
                noticed = known(noticed, instance.instance(), "", "answers", "it is in the desired state");
            }
        }
        return noticed;
    }

    private CutoverRecord known(
            CutoverRecord record, InstanceAddress instance, String problem, String kind, String what) {
        CutoverRecord.Confirmation before = record.confirmed().get(instance.toString());
        if (before != null && before.problem().isEmpty() == problem.isEmpty()) {
            return record;
        }
        Share share = problem.isEmpty() ? record.share() : before == null ? null : before.share();
        return record.with(d -> d.confirmed(
                        Map.of(instance.toString(), new CutoverRecord.Confirmation(share, problem, session.now())))
                .event(session.event(kind, instance + ": " + what)));
    }

    /**
     * Reads the Marathon app or the pods, whichever is due first, and writes what it finds. It is separate from
     * {@link #reconcile} and runs after it: a platform that does not answer must not delay the judgement. Such a platform is
     * polled less and less often, the other one as before.
     *
     * @param newest reads the record, which is done only when a platform is due
     */
    public void pollPlatforms(Supplier<CutoverRecord> newest) {
        Instant now = session.now();
        PollPace due = app.overdue(now).compareTo(pods.overdue(now)) >= 0 ? app : pods;
        if (due.overdue(now).isNegative()) {
            return;
        }
        CutoverRecord record = newest.get();
        CutoverRecord seen = due == app ? mesos(record) : follower.endpoints(record);
        due.looked(now, session.now());
        if (seen.revision() == record.revision()) {
            session.writeChange(record, seen);
        }
    }

    private CutoverRecord mesos(CutoverRecord record) {
        String change = outsideChange(record);
        return change.isEmpty()
                ? session.withoutNotice(record, "mesos", AS_RECORDED)
                : session.withNotice(record, "mesos", change);
    }

    /** @return one sentence; empty when Mesos is as recorded */
    private String outsideChange(CutoverRecord record) {
        try {
            App app =
                    session.context().clients().mesos(record.spec().marathon()).app();
            signals.tasks(app, record.before().mesosInstances());
            return OutsideChange.of(record, app);
        } catch (CutoverException e) {
            return e.getMessage();
        }
    }
}

package io.jenkins.plugins.cutover.operation.reconcile;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import io.jenkins.plugins.cutover.traffic.Router;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the fleet what it should be while a phase is judged: looks at every instance, puts right what drifted (a
 * reload, a restart, a hand-made change), follows pods that come and go, and notices changes to Mesos from outside.
 */
public final class FleetReconciler {
    private static final String AS_RECORDED = "Marathon runs the app as it was recorded again";
    private static final String ANSWERS = "the cluster answers again";

    private final RecordSession session;
    private final PollPace app = new PollPace();
    private final PollPace pods = new PollPace();
    private final PlatformSignals signals;

    public FleetReconciler(RecordSession session) {
        this(session, new PlatformSignals());
    }

    /** @param signals is told what is seen of pods and tasks */
    public FleetReconciler(RecordSession session, PlatformSignals signals) {
        this.session = session;
        this.signals = signals;
    }

    /**
     * @param record with what was noticed; stored when something was put right
     * @param fleet what the instances said
     * @param missed whether an instance did not answer, so that this look does not tell the whole
     * @param harm a fact that needs no statistics; empty when there is none
     */
    public record Look(CutoverRecord record, FleetReading fleet, boolean missed, String harm) {
        public CounterSnapshot counters() {
            return fleet.counters();
        }
    }

    public Look look(CutoverRecord record) {
        Router router = session.router(record.spec().haproxy());
        FleetReading fleet = router.read();
        String harm = record.share().equals(Share.NONE) ? "" : harm(fleet);
        if (!harm.isEmpty()) {
            return new Look(record, fleet, false, harm);
        }
        CutoverRecord kept = silent(record, fleet.unreachable());
        Map<InstanceAddress, String> drift = fleet.drift(kept.desired());
        kept = answering(kept, fleet, drift.keySet());
        if (!drift.isEmpty()) {
            kept = putRight(kept, drift);
        }
        return new Look(kept, fleet, !fleet.unreachable().isEmpty(), "");
    }

    /** An instance whose EKS servers are all down by their health checks has nobody to send this share to. */
    public static String harm(FleetReading fleet) {
        for (Reachable instance : fleet.reachable()) {
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

    private CutoverRecord putRight(CutoverRecord record, Map<InstanceAddress, String> drift) {
        String what = drift.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .reduce((a, b) -> a + "; " + b)
                .orElse("");
        CutoverRecord noticed = session.news(record, "drift", what, "put-right")
                .map(session::write)
                .orElse(record);
        FleetOutcome outcome = session.apply(noticed);
        CutoverRecord told = noticed.with(d -> d.confirmed(session.confirmations(noticed, noticed.desired(), outcome)));
        return outcome.confirmed()
                ? session.write(told.with(
                        d -> d.event(session.event("put-right", "every instance is at " + record.share() + " again"))))
                : told;
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
                noticed = known(noticed, instance.instance(), "", "answers", "it is what it should be");
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
     * Looks at the Marathon app or at the pods, whichever is due first, and writes what it notices. Apart from
     * {@link #look}, and after it: a platform that does not answer must not hold up the judgement, and is asked less and
     * less, while the other is asked as before.
     */
    public void platforms(CutoverRecord record) {
        Instant now = session.now();
        PollPace due = app.overdue(now).compareTo(pods.overdue(now)) >= 0 ? app : pods;
        if (due.overdue(now).isNegative()) {
            return;
        }
        CutoverRecord seen = due == app ? mesos(record) : endpoints(record);
        due.looked(now, session.now());
        if (seen.history().size() != record.history().size() && seen.revision() == record.revision()) {
            session.write(seen);
        }
    }

    private CutoverRecord mesos(CutoverRecord record) {
        return told(record, "mesos", outsideChange(record), AS_RECORDED);
    }

    /** What is well is told only after something that was not. */
    private CutoverRecord told(CutoverRecord record, String kind, String trouble, String well) {
        boolean quiet =
                trouble.isEmpty() && RecordSession.last(record, Set.of(kind)).isEmpty();
        return quiet
                ? record
                : session.news(record, kind, trouble.isEmpty() ? well : trouble).orElse(record);
    }

    /** @return one sentence; empty when Mesos is as it was recorded */
    private String outsideChange(CutoverRecord record) {
        try {
            App app =
                    session.context().clients().mesos(record.spec().marathon()).app();
            signals.tasks(app);
            return OutsideChange.of(record, app);
        } catch (CutoverException e) {
            return e.getMessage();
        }
    }

    /** Pods that came or went; no pod at all is left to the health checks, which know sooner and surer. */
    private CutoverRecord endpoints(CutoverRecord record) {
        List<Endpoint> now;
        try (Eks eks = session.context().clients().eks(record.spec().eks())) {
            now = eks.endpoints();
            signals.pods(eks.signals(), session.now());
        } catch (CutoverException e) {
            return told(record, "eks", e.getMessage(), ANSWERS);
        }
        return followed(told(record, "eks", "", ANSWERS), now);
    }

    private CutoverRecord followed(CutoverRecord record, List<Endpoint> pods) {
        List<Endpoint> now = pods.isEmpty() ? pods : record.spec().eks().reached(pods);
        if (now.isEmpty() || now.equals(record.desired().eks())) {
            return record;
        }
        return session.write(record.with(d -> d.desired(record.desired().withEks(now))
                .event(session.event("endpoints", "EKS serves from " + now.size() + " pods now: " + now))));
    }
}

package io.jenkins.plugins.cutover.operation.retire;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.ChangeResult;
import io.jenkins.plugins.cutover.mesos.MarathonException;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Retirement;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.handover.HandoverCheck;
import io.jenkins.plugins.cutover.operation.reconcile.FleetMembership;
import io.jenkins.plugins.cutover.operation.reconcile.FleetReconciler;
import io.jenkins.plugins.cutover.operation.reconcile.TrafficRollback;
import io.jenkins.plugins.cutover.operation.verify.StepGuard;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives Mesos up. There is no rollback after it. It requires that all traffic was judged healthy on EKS, that every
 * instance was seen to send everything there for the soak time and in the tick that decides, and the name of the person
 * who allowed it. HAProxy's Mesos servers are drained first. Until Marathon receives the request EKS is watched, and the
 * traffic is sent back if EKS fails.
 */
public final class Retire implements Operation {
    private static final Duration POLL = Duration.ofSeconds(1);
    /** The subject of the notice that requests are closed; it is written before the first is. */
    private static final String CUT = "cut";

    private static final Duration SOAK_POLL = Duration.ofSeconds(5);

    /** What is done with the Marathon app. */
    public enum MesosAfter {
        /** Zero instances; the definition stays in Marathon. */
        SCALE_DOWN,
        /** The app and all its versions are deleted; the definition stays in the record. */
        DELETE
    }

    private final RecordSession session;
    private final TrafficRollback trafficRollback;
    private final FleetReconciler reconciler;
    private final FleetMembership membership;
    private final Soak soaking;
    private final StepGuard stepGuard;
    private final String service;
    private final Duration soak;
    private final String approver;
    private final MesosAfter target;
    private final Duration timeout;
    private final Duration cutAfter;
    private Instant soakedAt;

    /** Open requests are never closed. */
    public Retire(
            Context context, String service, Duration soak, String approver, MesosAfter target, Duration timeout) {
        this(context, service, soak, approver, target, timeout, null);
    }

    /**
     * @param soak for how long every instance must be seen with all traffic on EKS; time in which no run looks does not
     *     count
     * @param approver who allowed it
     * @param timeout how long this run tries after the soak: it waits for open requests, for a locked app and for a
     *     Marathon that does not answer. The next run continues
     * @param cutAfter how long open requests on Mesos are waited for before they are closed, so that their clients get an
     *     error; null to never close them
     */
    public Retire(
            Context context,
            String service,
            Duration soak,
            String approver,
            MesosAfter target,
            Duration timeout,
            Duration cutAfter) {
        this.session = new RecordSession(context);
        this.trafficRollback = new TrafficRollback(session);
        this.reconciler = new FleetReconciler(session);
        this.membership = new FleetMembership(session);
        this.soaking = new Soak(session);
        this.stepGuard = new StepGuard(session);
        this.service = service;
        this.soak = soak;
        this.approver = approver;
        this.target = target;
        this.timeout = timeout;
        this.cutAfter = cutAfter;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String name() {
        return "retire";
    }

    @Override
    public Tick tick() {
        CutoverRecord found = session.read(service);
        if (found.state() == CutoverState.RETIRED) {
            return new Tick.Done(result(found));
        }
        if (found.state() != CutoverState.COMPLETED) {
            throw new CutoverException(service + " is " + found.state() + " with " + found.share()
                    + " on EKS; only a completed cutover can give Mesos up");
        }
        HandoverCheck.require(HandoverCheck.withPresentSettings(session, found), approver, session.now());
        CutoverRecord record = membership.current(completed(session.forward(service)));
        if (record.retirement().decidedAt() != null) {
            return release(record);
        }
        return soak(record);
    }

    private static Tick kept(Tick.Failed harm) {
        return new Tick.Failed(harm.reason() + ", which was not given up", harm.data());
    }

    private Tick soak(CutoverRecord record) {
        FleetReconciler.Result fleet = reconciler.reconcile(record);
        if (!fleet.harm().isEmpty()) {
            return rollBack(fleet.record(), fleet.harm());
        }
        Soak.Seen seen = soaking.look(fleet.record(), fleet.fleet(), stepGuard.notJudged(fleet.record()));
        if (fleet.unsaved() && seen.record().revision() == fleet.record().revision()) {
            session.write(seen.record());
        }
        Optional<Tick.Failed> harm = stepGuard.round(session.read(service));
        return harm.isPresent() ? kept(harm.get()) : soaked(seen);
    }

    private Tick soaked(Soak.Seen seen) {
        if (session.read(service).asks().underWay()) {
            return new Tick.Again(SOAK_POLL, service + ": the soak waits, both sides are compared");
        }
        Duration left = seen.left(soak);
        if (!left.isNegative() && !left.isZero()) {
            return soaking(seen.missing(), left);
        }
        return seen.missing().isEmpty() ? drain(session.read(service)) : waiting(seen.missing());
    }

    private CutoverRecord completed(CutoverRecord record) {
        return record.retirement() != null
                ? record
                : session.write(record.with(d -> d.retirement(Retirement.completed(record.updatedAt()))));
    }

    private Tick soaking(String missing, Duration left) {
        Duration next = left.compareTo(SOAK_POLL) < 0 ? left : SOAK_POLL;
        String where = missing.isEmpty() ? "all traffic on EKS" : "the soak waits: " + missing;
        return new Tick.Again(next, service + ": " + where + ", Mesos is given up in " + Durations.text(left));
    }

    private Tick rollBack(CutoverRecord record, String harm) {
        return new Tick.Failed(
                harm + "; " + trafficRollback.start(record, harm, true).text() + ", which was not given up");
    }

    /** Waits until no request is open on Mesos; then the decision and the approver are recorded. */
    private Tick drain(CutoverRecord record) {
        Retirement retirement = record.retirement();
        if (retirement.drainStartedAt() == null) {
            session.write(record.with(d -> d.retirement(retirement.withDrain(session.now()))
                    .event(session.event(
                            "retire-drain",
                            "all traffic has been on EKS for " + Durations.text(soak)
                                    + "; the Mesos servers are drained before Mesos is given up"))));
            return Tick.Again.now(service + ": draining Mesos");
        }
        boolean cut = cutting(record);
        Optional<String> used = inUse(record, cut);
        if (used.isPresent()) {
            if (mayCut(record) && !cut) {
                session.write(session.withNotice(
                        record,
                        CUT,
                        "open requests on Mesos are closed after " + Durations.text(cutAfter) + ": " + used.get()));
            }
            return waiting(used.get());
        }
        session.write(record.with(d -> d.retirement(retirement.withDecision(session.now(), approver))
                .event(session.event(
                        "retire",
                        "Mesos is given up, allowed by " + approver,
                        Map.of(
                                "approver",
                                approver,
                                "target",
                                target.name(),
                                "handover",
                                HandoverCheck.form(session, record).name())))));
        return Tick.Again.now(service + ": giving Mesos up");
    }

    /** @return what it waits for; empty when no instance has open requests on Mesos or sends new ones there */
    private Optional<String> inUse(CutoverRecord record, boolean cut) {
        return session.drain(record, Side.MESOS, cut).instances().stream()
                .filter(i -> !i.done())
                .map(i -> "waits for " + i.instance() + ": "
                        + (i.problem().isEmpty() ? i.open() + " requests on Mesos" : i.problem()))
                .findFirst();
    }

    private boolean cutting(CutoverRecord record) {
        return mayCut(record) && record.reported().notice(CUT).isPresent();
    }

    private boolean mayCut(CutoverRecord record) {
        Instant began = record.retirement().drainStartedAt();
        return cutAfter != null
                && began != null
                && Duration.between(began, session.now()).compareTo(cutAfter) > 0;
    }

    /**
     * Reads the fleet again: an instance that was reloaded since the drain sends to Mesos again, and EKS may have failed.
     * EKS is judged as in the soak: Marathon may be locked for a long time.
     */
    private Tick releaseInstances(CutoverRecord record, Mesos mesos) {
        FleetReconciler.Result fleet = reconciler.reconcile(record);
        if (!fleet.harm().isEmpty()) {
            return rollBack(fleet.record(), fleet.harm());
        }
        Optional<Tick.Failed> harm = stepGuard.round(session.read(service));
        return harm.isPresent() ? kept(harm.get()) : waiting(released(fleet, mesos));
    }

    /** @return what it waits for */
    private String released(FleetReconciler.Result fleet, Mesos mesos) {
        CutoverRecord record = session.read(service);
        String missing = Soak.missing(fleet.fleet(), record.desired());
        String notJudged = missing.isEmpty() ? stepGuard.notJudged(record) : missing;
        return notJudged.isEmpty() ? inUse(record, cutting(record)).orElseGet(() -> change(record, mesos)) : notJudged;
    }

    private Tick release(CutoverRecord record) {
        Mesos mesos = session.context().clients().mesos(record.spec().marathon());
        try {
            App app = mesos.app();
            boolean gone = target == MesosAfter.SCALE_DOWN && app.instances() == 0;
            if (!gone) {
                return releaseInstances(record, mesos);
            }
        } catch (MarathonException e) {
            if (e.kind() != MarathonException.Kind.MISSING) {
                return waiting(e.getMessage());
            }
        }
        CutoverRecord done = session.write(record.with(d -> d.state(CutoverState.RETIRED)
                .event(session.event(
                        "retired",
                        "Mesos is given up: " + record.before().mesosInstances() + " instances released",
                        released(record)))));
        session.unlockService(done);
        return new Tick.Done(result(done));
    }

    private String change(CutoverRecord record, Mesos mesos) {
        boolean force = record.spec().marathon().force();
        ChangeResult answer = target == MesosAfter.DELETE ? mesos.delete(force) : mesos.scale(0, force);
        return answer instanceof ChangeResult.Locked locked
                ? "locked by deployment " + String.join(", ", locked.deploymentIds()) + ", waiting for it"
                : "Marathon releases the instances";
    }

    private Tick waiting(String what) {
        Instant now = session.now();
        soakedAt = soakedAt == null ? now : soakedAt;
        return Duration.between(soakedAt, now).compareTo(timeout) > 0
                ? new Tick.Failed("Mesos is not given up yet after " + Durations.text(timeout) + ": " + what
                        + "; run it again, or correct this by hand")
                : new Tick.Again(POLL, service + ": " + what);
    }

    /** By the recorded definition, for all instances: CPUs, and memory in MiB. */
    private static Map<String, Object> released(CutoverRecord record) {
        JsonNode app = record.before().mesosDefinition().content();
        int instances = record.before().mesosInstances();
        Map<String, Object> released = new TreeMap<>();
        released.put("instances", instances);
        released.put("cpus", app.path("cpus").asDouble(1) * instances);
        released.put("mem", app.path("mem").asDouble(128) * instances);
        return released;
    }

    private Map<String, Object> result(CutoverRecord record) {
        Map<String, Object> result = new TreeMap<>(released(record));
        result.put("service", service);
        return result;
    }
}

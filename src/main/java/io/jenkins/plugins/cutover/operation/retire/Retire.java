package io.jenkins.plugins.cutover.operation.retire;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.ChangeResult;
import io.jenkins.plugins.cutover.mesos.MarathonException;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.reconcile.FleetReconciler;
import io.jenkins.plugins.cutover.operation.rollback.TrafficRollback;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives up Mesos, the point of no return: only after all traffic was judged healthy on EKS and stayed there for a while,
 * and only when somebody has said so by name. HAProxy's Mesos servers are drained first; until then EKS is watched, and
 * traffic goes back if it dies.
 */
public final class Retire implements Operation {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SOAK_POLL = Duration.ofSeconds(5);
    /** The event after which Marathon may have been told to let the instances go. */
    public static final String INTENTION = RecordSession.RETIRE_INTENTION;

    private static final String DRAIN = "retire-drain";

    /** What becomes of the Marathon app. */
    public enum MesosAfter {
        /** No instances; the definition stays in Marathon. */
        SCALE_DOWN,
        /** The app and all its versions are gone; the definition stays in the record. */
        DELETE
    }

    private final RecordSession session;
    private final TrafficRollback trafficRollback;
    private final FleetReconciler reconciler;
    private final String service;
    private final Duration soak;
    private final String approver;
    private final MesosAfter target;
    private final Duration timeout;
    private Instant soakedAt;

    /**
     * @param soak how long everything must have run on EKS at least
     * @param approver who allowed it
     * @param timeout how long this run tries once that has passed: requests under way, a locked app and a Marathon that is
     *     away are waited for; a next run goes on
     */
    public Retire(
            Context context, String service, Duration soak, String approver, MesosAfter target, Duration timeout) {
        this.session = new RecordSession(context);
        this.trafficRollback = new TrafficRollback(session);
        this.reconciler = new FleetReconciler(session);
        this.service = service;
        this.soak = soak;
        this.approver = approver;
        this.target = target;
        this.timeout = timeout;
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
        CutoverRecord record = session.forward(service);
        if (RecordSession.last(record, Set.of(INTENTION)).isPresent()) {
            return release(record);
        }
        FleetReconciler.Look look = reconciler.look(record);
        if (!look.harm().isEmpty()) {
            return goBack(look.record(), look.harm());
        }
        Duration left = soak.minus(Duration.between(completedAt(record), session.now()));
        return left.isNegative() || left.isZero() ? drain(look.record()) : soaking(look, left);
    }

    private Tick soaking(FleetReconciler.Look look, Duration left) {
        if (look.record().history().size() > session.read(service).history().size()) {
            session.write(look.record());
        }
        Duration next = left.compareTo(SOAK_POLL) < 0 ? left : SOAK_POLL;
        return new Tick.Again(next, service + ": all on EKS, Mesos is given up in " + Durations.text(left));
    }

    private Tick goBack(CutoverRecord record, String harm) {
        CutoverRecord back = trafficRollback.traffic(trafficRollback.decide(record, harm, true, EksAfter.KEEP));
        return new Tick.Failed(harm + "; traffic is " + (TrafficRollback.trafficIsBack(back) ? "" : "only in part ")
                + "back on Mesos, which was not given up");
    }

    /** Requests under way on Mesos end first; then it is written that Mesos is given up, and by whom. */
    private Tick drain(CutoverRecord record) {
        if (RecordSession.last(record, Set.of(DRAIN)).isEmpty()) {
            session.write(record.with(d -> d.event(session.event(
                    DRAIN,
                    "all has run on EKS for " + Durations.text(soak)
                            + "; Mesos's servers are drained, it is given up when they have answered all"))));
            return Tick.Again.now(service + ": draining Mesos");
        }
        Optional<String> used = inUse(record);
        if (used.isPresent()) {
            return waiting(used.get());
        }
        session.write(record.with(d -> d.event(session.event(
                INTENTION,
                "Mesos is given up, allowed by " + approver,
                Map.of("approver", approver, "target", target.name())))));
        return Tick.Again.now(service + ": giving Mesos up");
    }

    /** @return who is waited for; empty when no instance has anything under way on Mesos, or sends anything there */
    private Optional<String> inUse(CutoverRecord record) {
        return session.drain(record, Side.MESOS, false).instances().stream()
                .filter(i -> !i.done())
                .map(i -> "waits for " + i.instance() + ": "
                        + (i.problem().isEmpty() ? i.open() + " requests on Mesos" : i.problem()))
                .findFirst();
    }

    /** As the fleet is now: an instance that was reloaded since it was drained sends to Mesos again, and EKS may have died. */
    private Tick let(CutoverRecord record, Mesos mesos) {
        FleetReconciler.Look look = reconciler.look(record);
        if (!look.harm().isEmpty()) {
            return goBack(look.record(), look.harm());
        }
        return waiting(inUse(look.record()).orElseGet(() -> change(record, mesos)));
    }

    private Tick release(CutoverRecord record) {
        Mesos mesos = session.context().clients().mesos(record.spec().marathon());
        try {
            App app = mesos.app();
            boolean gone = target == MesosAfter.SCALE_DOWN && app.instances() == 0;
            if (!gone) {
                return let(record, mesos);
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
        session.unlock(done);
        return new Tick.Done(result(done));
    }

    private String change(CutoverRecord record, Mesos mesos) {
        boolean force = record.spec().marathon().force();
        ChangeResult answer = target == MesosAfter.DELETE ? mesos.delete(force) : mesos.scale(0, force);
        return answer instanceof ChangeResult.Locked locked
                ? "locked by deployment " + String.join(", ", locked.deploymentIds()) + ", waiting for it"
                : "Marathon lets the instances go";
    }

    private Tick waiting(String what) {
        Instant now = session.now();
        soakedAt = soakedAt == null ? now : soakedAt;
        return Duration.between(soakedAt, now).compareTo(timeout) > 0
                ? new Tick.Failed("Mesos is not given up yet after " + Durations.text(timeout) + ": " + what
                        + "; run it again, or put this right by hand")
                : new Tick.Again(POLL, service + ": " + what);
    }

    private static Instant completedAt(CutoverRecord record) {
        for (int i = record.history().size() - 1; i >= 0; i--) {
            Event event = record.history().get(i);
            if (event.kind().equals("verdict")) {
                return event.at();
            }
        }
        return record.updatedAt();
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

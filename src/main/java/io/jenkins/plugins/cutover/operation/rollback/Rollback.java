package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.journal.DamagedRecordException;
import io.jenkins.plugins.cutover.journal.JournalUnavailableException;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.reconcile.TrafficRollback;
import io.jenkins.plugins.cutover.operation.verify.RollbackWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Rolls a service back to Mesos as it was, from any state, with nothing but its name. First it sends back as much traffic
 * as Mesos can carry, then it restores the instance count in Marathon, then it sends back the rest of the traffic, then it
 * cleans up EKS as requested. It can be run again at any time by any owner. It needs no lock: a rollback must not wait
 * for the owner that moves the service forward.
 */
public final class Rollback implements Operation {
    private static final System.Logger LOG = System.getLogger(Rollback.class.getName());
    /** In the result of a rollback that had nothing to do: the reason, for people. */
    public static final String LEFT = "left";

    private static final Duration POLL = Duration.ofMillis(500);
    /**
     * How long everything must be restored before the rollback ends. Marathon's answers change for a moment at a change
     * of leader, and a command that timed out may take effect a moment later.
     */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /**
     * The same where Mesos was about to be given up: a request to Marathon that was not answered may remove the
     * instances this much later.
     */
    private static final Duration SETTLED_AFTER_RETIRE = Duration.ofSeconds(30);

    /** A round that took longer proves nothing about the present state. It normally takes a few round trips. */
    private static final Duration SLOW_ROUND = Duration.ofSeconds(10);

    /** The subject of the notice. */
    private static final String COST = "capacity";

    private final RecordSession session;
    private final TrafficRollback trafficRollback;
    private final RollbackWatch watch;
    private final EksDrain eksDrain;
    private final EksCleanup eksCleanup;
    private final String service;
    private final String reason;
    private final EksAfter target;
    private final Duration timeout;
    private final Predicate<CutoverRecord> intended;
    private Instant startedAt;
    private Instant restoredSince;
    private FleetChange fleetChange = FleetChange.NONE;
    private boolean fleetChanged;
    private boolean targetWritten;
    private int instances;
    private String moreInstances = "";

    /**
     * @param reason one sentence for the report
     * @param target what is done with the Deployment on EKS once every instance has confirmed
     * @param timeout how long this run tries; then the record stays open and the next run continues
     */
    public Rollback(Context context, String service, String reason, EksAfter target, Duration timeout) {
        this(context, service, reason, target, timeout, any -> true);
    }

    private Rollback(
            Context context,
            String service,
            String reason,
            EksAfter target,
            Duration timeout,
            Predicate<CutoverRecord> intended) {
        this.session = new RecordSession(context);
        this.trafficRollback = new TrafficRollback(session);
        this.watch = new RollbackWatch(session, trafficRollback);
        this.eksDrain = new EksDrain(session);
        this.eksCleanup = new EksCleanup(session);
        this.service = service;
        this.reason = reason;
        this.target = target;
        this.timeout = timeout;
        this.intended = intended;
    }

    /**
     * For a decision that is based on a record read earlier: rolls back only that cutover, not a later one of the same
     * service, and not one that another owner continues by now.
     */
    public static Rollback of(Context context, CutoverRecord seen, String reason, Duration timeout) {
        return new Rollback(
                context,
                seen.service(),
                reason,
                EksAfter.KEEP,
                timeout,
                now -> now.openedAt().equals(seen.openedAt())
                        && (now.state().returning() || now.owner().equals(seen.owner())));
    }

    /** The same rollback with another fleet than the recorded one. */
    public Rollback withFleet(FleetChange change) {
        this.fleetChange = change;
        return this;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String name() {
        return "rollback";
    }

    @Override
    public Tick tick() {
        startedAt = startedAt == null ? session.now() : startedAt;
        try {
            return step(session.read(service));
        } catch (StaleRecordException | InvalidInputException e) {
            throw e;
        } catch (DamagedRecordException e) {
            return new Tick.Failed(e.getMessage() + "; the service file alone is enough: rollback --config FILE");
        } catch (CutoverException e) {
            // A full disk, or a file share that does not answer for a moment, must not end the rollback.
            return again(e.getMessage());
        }
    }

    private Tick step(CutoverRecord found) {
        CutoverRecord record = onItsFleet(found);
        if (record.state() == CutoverState.CLOSED) {
            throw new InvalidInputException("service: the cutover of " + service
                    + " was closed by a person; to send its traffic to Mesos use rollback --config FILE");
        }
        if (!intended.test(record)) {
            return new Tick.Done(Map.of("service", service, LEFT, record.owner() + " continues it"));
        }
        if (record.state() == CutoverState.RETIRED) {
            throw new InvalidInputException(
                    "service: Mesos was given up for " + service + "; there is nothing to come back to");
        }
        if (record.state() == CutoverState.ROLLED_BACK) {
            return ended(record);
        }
        if (!record.state().returning()) {
            trafficRollback.decideAgainstOthers(record, reason, target);
            targetWritten = true;
            return Tick.Again.now(service + ": rolling back");
        }
        return restore(withTarget(record));
    }

    /**
     * A record that has ended keeps its fleet. Otherwise the change is stored with the decision, or in a rollback that is
     * under way already: a full disk delays neither.
     */
    private CutoverRecord onItsFleet(CutoverRecord found) {
        boolean unfinished = found.state().open() || found.state() == CutoverState.COMPLETED;
        CutoverRecord record = unfinished && !fleetChanged ? fleetChange.applied(found, session) : found;
        if (!found.state().returning()) {
            return record;
        }
        CutoverRecord stored = session.writeChange(found, record);
        fleetChanged = true;
        return stored;
    }

    /** The rollback of the judge keeps the pods; a person may want more. Written once, so that the last request holds. */
    private CutoverRecord withTarget(CutoverRecord record) {
        CutoverRecord.Rollback r = record.rollback();
        if (targetWritten || target == EksAfter.KEEP || target == r.target()) {
            targetWritten = true;
            return record;
        }
        CutoverRecord written = session.write(record.with(d ->
                d.rollback(r.withTarget(target)).event(session.event("rollback", "afterwards on EKS: " + target))));
        targetWritten = true;
        return written;
    }

    private Tick restore(CutoverRecord before) {
        Instant began = session.now();
        CutoverRecord back = eksDrain.round(watched(trafficRollback.traffic(trafficRollback.lowerShare(before))));
        boolean settled =
                restoredSince != null && Duration.between(restoredSince, began).compareTo(settles(back)) >= 0;
        String withoutMesos = settled ? trafficRollback.withoutMesos(back) : "";
        MesosRestore restore =
                new MesosRestore(session.context().clients().mesos(back.spec().marathon()), back);
        String mesos = restore.step();
        CutoverRecord record = reported(back, restore.otherDefinition());
        instances = restore.instances();
        moreInstances = restore.moreInstances();
        String still = missing(record, mesos);
        String missing = still.isEmpty() ? withoutMesos : still;
        if (!missing.isEmpty()) {
            restoredSince = null;
            session.writeChange(record, withCost(session.withNotice(record, "waiting", missing)));
            return again(missing);
        }
        Instant now = session.now();
        boolean slow = Duration.between(began, now).abs().compareTo(SLOW_ROUND) > 0;
        restoredSince = restoredSince == null || slow || now.isBefore(restoredSince) ? now : restoredSince;
        if (eksDrain.isUnderWay(record)) {
            return again(eksDrain.waits());
        }
        return settled && !slow ? cleanUpEks(record) : settling();
    }

    /** While Mesos cannot carry everything, EKS is judged as before. */
    private CutoverRecord watched(CutoverRecord record) {
        return record.share().equals(Share.NONE) ? record : watch.poll(record);
    }

    private static Duration settles(CutoverRecord record) {
        boolean retiring = record.retirement() != null && record.retirement().decidedAt() != null;
        return retiring ? SETTLED_AFTER_RETIRE : SETTLED;
    }

    /** What it costs that a failing EKS was left before Mesos was whole. Said once. */
    private CutoverRecord withCost(CutoverRecord record) {
        boolean left = record.rollback().eksFailing() && record.share().equals(Share.NONE);
        if (!left || record.reported().notice(COST).isPresent()) {
            return record;
        }
        String cost = trafficRollback.cost(record);
        return cost.isEmpty() ? record : session.withNotice(record, COST, cost);
    }

    private Tick settling() {
        return new Tick.Again(POLL, service + ": everything is restored, watching that it stays");
    }

    /** If the cluster was slow, the reading of Mesos is old: Mesos is watched again. */
    private Tick cleanUpEks(CutoverRecord record) {
        Instant began = session.now();
        CutoverRecord cleaned = eksCleanup.round(record);
        boolean slow = Duration.between(began, session.now()).abs().compareTo(SETTLED) > 0;
        Optional<CutoverRecord> end = slow ? Optional.empty() : finished(cleaned);
        if (end.isPresent()) {
            return ended(end.get());
        }
        session.writeChange(record, cleaned);
        if (!slow) {
            return again("Mesos serves everything, and the journal cannot store that yet");
        }
        restoredSince = null;
        return settling();
    }

    private CutoverRecord reported(CutoverRecord record, String otherDefinition) {
        return otherDefinition.isEmpty()
                ? record
                : session.writeChange(
                        record, session.withNotice(record, "mesos", otherDefinition + "; it is left as it is"));
    }

    /** The time is checked after the work, so that each run does at least one round. */
    private Tick again(String missing) {
        return Duration.between(startedAt, session.now()).compareTo(timeout) > 0
                ? new Tick.Failed("not restored yet: " + missing + "; run it again, or correct these by hand")
                : new Tick.Again(POLL, service + ": " + missing);
    }

    /**
     * After a restart, a controller whose journal says that EKS has traffic would send it there again: the rollback ends
     * only once the journal has the end. Until then everything is still watched, and restored when it is changed.
     *
     * @return empty when the journal cannot store it, for example on a full disk
     */
    private Optional<CutoverRecord> finished(CutoverRecord record) {
        String how = moreInstances.isEmpty() ? ", as before" : "; " + moreInstances;
        CutoverRecord end = record.with(d -> d.state(CutoverState.ROLLED_BACK)
                .verify(null)
                .rollback(record.rollback().withFinished(session.now(), instances))
                .event(session.event(
                        "rolled-back",
                        "Mesos serves everything with " + instances + " instances" + how,
                        Map.of("mesosInstances", instances))));
        try {
            return Optional.of(session.write(end));
        } catch (StaleRecordException | DamagedRecordException | JournalUnavailableException other) {
            throw other;
        } catch (CutoverException failed) {
            return Optional.empty();
        }
    }

    /** A lock that cannot be released lapses by itself, once its cluster or its disk is back. */
    private Tick ended(CutoverRecord done) {
        try {
            session.unlock(done);
        } catch (CutoverException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: its lock is not released: {1}", service, e.getMessage());
        }
        return new Tick.Done(result(done));
    }

    /** @return what is not restored yet; empty when everything is */
    private static String missing(CutoverRecord record, String mesos) {
        StringBuilder missing = new StringBuilder(mesos);
        record.confirmed().forEach((instance, c) -> {
            if (!c.problem().isEmpty()) {
                missing.append(missing.isEmpty() ? "" : "; ").append(c.problem());
            }
        });
        if (missing.isEmpty() && !TrafficRollback.trafficIsBack(record)) {
            missing.append(
                    record.share().equals(Share.NONE)
                            ? "waits for the last instances to confirm"
                            : "EKS keeps " + record.share() + " until Mesos can carry it");
        }
        return missing.toString();
    }

    private Map<String, Object> result(CutoverRecord record) {
        CutoverRecord.Rollback r = record.rollback();
        Map<String, Object> result = new TreeMap<>();
        result.put("service", service);
        result.put("reason", r.reason());
        result.put("from", r.from().percent());
        result.put(
                "mesosInstances",
                Optional.ofNullable(r.instances()).orElse(record.before().mesosInstances()));
        result.put(
                "timeToRestoreMs",
                // Two processes may have written the two times, by different clocks.
                Math.max(0, Duration.between(r.decidedAt(), r.finishedAt()).toMillis()));
        return result;
    }
}

package io.jenkins.plugins.cutover.operation.rollback;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Brings a service back to Mesos as it was, from anywhere, with nothing but its name: as much traffic as Mesos can
 * carry at once, Marathon's instance count, the rest of the traffic, then whatever is asked for EKS. It can be run again
 * at any time and by anybody; it needs no lock, for a way back must not wait for whoever moves forward.
 */
public final class Rollback implements Operation {
    /** In the result of a way back that had nothing to do any more: why, in words. */
    public static final String LEFT = "left";

    private static final Duration POLL = Duration.ofMillis(500);
    /**
     * How long all must be seen to be well before it is called so: Marathon's word flickers at a change of leader, and
     * a command whose sender gave up on it may take effect a moment later.
     */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /**
     * The same where Mesos was about to be given up: what Marathon was told then, and nobody was answered, may take the
     * instances away so long after.
     */
    private static final Duration SETTLED_AFTER_RETIRE = Duration.ofSeconds(30);

    /** What was seen before that says nothing about now: a round takes a few round trips unless something is wrong. */
    private static final Duration LONG_AGO = Duration.ofSeconds(10);

    private final RecordSession session;
    private final TrafficRollback trafficRollback;
    private final EksCleanup eksCleanup;
    private final String service;
    private final String reason;
    private final EksAfter target;
    private final Duration timeout;
    private final Predicate<CutoverRecord> meant;
    private Instant startedAt;
    private Instant wellSince;
    private boolean aimed;

    /**
     * @param reason one sentence for the report
     * @param target what becomes of the Deployment on EKS once every instance has confirmed
     * @param timeout how long this run tries; the record stays open and a next run goes on
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
            Predicate<CutoverRecord> meant) {
        this.session = new RecordSession(context);
        this.trafficRollback = new TrafficRollback(session);
        this.eksCleanup = new EksCleanup(session);
        this.service = service;
        this.reason = reason;
        this.target = target;
        this.timeout = timeout;
        this.meant = meant;
    }

    /**
     * For whoever decides by what was seen a while ago: only this cutover is brought back, not a later one of the same
     * service, nor one that somebody else has gone on with since.
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
        } catch (CutoverException e) {
            // A disk that is full or a share that is away for a moment must not end the way back.
            return again(e.getMessage());
        }
    }

    private Tick step(CutoverRecord record) {
        if (!meant.test(record)) {
            return new Tick.Done(Map.of("service", service, LEFT, record.owner() + " has gone on with it"));
        }
        if (record.state() == CutoverState.RETIRED) {
            throw new InvalidInputException(
                    "service: Mesos was given up for " + service + "; there is nothing to come back to");
        }
        if (record.state() == CutoverState.ROLLED_BACK) {
            return new Tick.Done(result(record));
        }
        if (!record.state().returning()) {
            trafficRollback.callBack(record, reason, target);
            aimed = true;
            return Tick.Again.now(service + ": rolling back");
        }
        return goOn(aimed(record));
    }

    /** The judge's rollback leaves the pods alone; who rolls back by hand may want more. Said once: the last one has it. */
    private CutoverRecord aimed(CutoverRecord record) {
        CutoverRecord.Rollback r = record.rollback();
        if (aimed || target == EksAfter.KEEP || target == r.target()) {
            aimed = true;
            return record;
        }
        CutoverRecord written = session.write(record.with(d ->
                d.rollback(r.withTarget(target)).event(session.event("rollback", "afterwards on EKS: " + target))));
        aimed = true;
        return written;
    }

    private Tick goOn(CutoverRecord before) {
        Instant began = session.now();
        CutoverRecord back = trafficRollback.traffic(trafficRollback.further(before));
        boolean settled =
                wellSince != null && Duration.between(wellSince, began).compareTo(settles(back)) >= 0;
        String dark = settled ? trafficRollback.dark(back) : "";
        MesosRestore restore =
                new MesosRestore(session.context().clients().mesos(back.spec().marathon()), back);
        String mesos = restore.step();
        CutoverRecord record = told(back, restore.otherDefinition());
        String still = missing(record, mesos);
        String missing = still.isEmpty() ? dark : still;
        if (!missing.isEmpty()) {
            wellSince = null;
            session.writeChange(record, session.withNotice(record, "waiting", missing));
            return again(missing);
        }
        Instant now = session.now();
        boolean stoodStill = Duration.between(began, now).abs().compareTo(LONG_AGO) > 0;
        wellSince = wellSince == null || stoodStill || now.isBefore(wellSince) ? now : wellSince;
        return settled && !stoodStill ? leaveEks(record) : settling();
    }

    private static Duration settles(CutoverRecord record) {
        boolean retiring =
                record.retirement() != null && record.retirement().decidedAt() != null;
        return retiring ? SETTLED_AFTER_RETIRE : SETTLED;
    }

    private Tick settling() {
        return new Tick.Again(POLL, service + ": all is back, making sure that it stays");
    }

    /** Where the cluster took its time, what is known of Mesos is of before that: it is looked at anew. */
    private Tick leaveEks(CutoverRecord record) {
        Instant began = session.now();
        CutoverRecord left = eksCleanup.round(record);
        if (Duration.between(began, session.now()).abs().compareTo(SETTLED) <= 0) {
            return finish(left);
        }
        if (!left.equals(record)) {
            session.write(left);
        }
        wellSince = null;
        return settling();
    }

    private CutoverRecord told(CutoverRecord record, String otherDefinition) {
        return otherDefinition.isEmpty()
                ? record
                : session.writeChange(
                        record, session.withNotice(record, "mesos", otherDefinition + "; it is left as it is"));
    }

    /** The time is checked after the work: even a run that comes late does one round. */
    private Tick again(String missing) {
        return Duration.between(startedAt, session.now()).compareTo(timeout) > 0
                ? new Tick.Failed("not restored yet: " + missing + "; run it again, or put these right by hand")
                : new Tick.Again(POLL, service + ": " + missing);
    }

    private Tick finish(CutoverRecord record) {
        CutoverRecord done = session.write(record.with(d -> d.state(CutoverState.ROLLED_BACK)
                .verify(null)
                .rollback(record.rollback().withFinished(session.now()))
                .event(session.event(
                        "rolled-back",
                        "Mesos serves everything with " + record.before().mesosInstances() + " instances, as before",
                        Map.of("mesosInstances", record.before().mesosInstances())))));
        session.unlock(done);
        return new Tick.Done(result(done));
    }

    /** @return empty when nothing is */
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
                            ? "the last instances are being confirmed"
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
        result.put("mesosInstances", record.before().mesosInstances());
        result.put(
                "timeToRestoreMs",
                Duration.between(r.decidedAt(), r.finishedAt()).toMillis());
        return result;
    }
}

package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings a service back to Mesos as it was, from anywhere, with nothing but its name: as much traffic as Mesos can
 * carry at once, Marathon's instance count, the rest of the traffic, then whatever is asked for EKS. It can be run again
 * at any time and by anybody; it needs no lock, for a way back must not wait for whoever moves forward.
 */
public final class Rollback implements Operation {
    private static final Duration POLL = Duration.ofMillis(500);
    /**
     * How long all must be seen to be well before it is called so: Marathon's word flickers at a change of leader, and
     * a command whose sender gave up on it may take effect a moment later.
     */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /** What was seen before that says nothing about now: a round takes a few round trips unless something is wrong. */
    private static final Duration LONG_AGO = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final WayBack wayBack;
    private final String service;
    private final String reason;
    private final EksAfter target;
    private final Duration timeout;
    private Instant startedAt;
    private Instant wellSince;
    private boolean eksLeft;

    /**
     * @param reason one sentence for the report
     * @param target what becomes of the Deployment on EKS once every instance has confirmed
     * @param timeout how long this run tries; the record stays open and a next run goes on
     */
    public Rollback(Context context, String service, String reason, EksAfter target, Duration timeout) {
        this.ledger = new Ledger(context);
        this.wayBack = new WayBack(ledger);
        this.service = service;
        this.reason = reason;
        this.target = target;
        this.timeout = timeout;
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
        startedAt = startedAt == null ? ledger.now() : startedAt;
        try {
            return step(ledger.read(service));
        } catch (StaleRecordException | InvalidInputException e) {
            throw e;
        } catch (CutoverException e) {
            // A disk that is full or a share that is away for a moment must not end the way back.
            return again(e.getMessage());
        }
    }

    private Tick step(CutoverRecord record) {
        if (record.state() == CutoverState.RETIRED) {
            throw new InvalidInputException(
                    "service: Mesos was given up for " + service + "; there is nothing to come back to");
        }
        if (record.state() == CutoverState.ROLLED_BACK) {
            return new Tick.Done(result(record));
        }
        if (!record.state().returning()) {
            wayBack.callBack(record, reason, target);
            return Tick.Again.now(service + ": rolling back");
        }
        return goOn(aimed(record));
    }

    /** The judge's rollback leaves the pods alone; who rolls back by hand may want more. */
    private CutoverRecord aimed(CutoverRecord record) {
        CutoverRecord.Rollback r = record.rollback();
        if (target == EksAfter.KEEP || target == r.target()) {
            return record;
        }
        return ledger.write(record.with(
                d -> d.rollback(r.withTarget(target)).event(ledger.event("rollback", "afterwards on EKS: " + target))));
    }

    private Tick goOn(CutoverRecord before) {
        Instant began = ledger.now();
        CutoverRecord back = wayBack.traffic(wayBack.further(before));
        boolean settled =
                wellSince != null && Duration.between(wellSince, began).compareTo(SETTLED) >= 0;
        String dark = settled ? wayBack.dark(back) : "";
        MesosRestore restore =
                new MesosRestore(ledger.context().doors().mesos(back.spec().marathon()), back);
        String mesos = restore.step();
        CutoverRecord record = told(back, restore.otherDefinition());
        String still = missing(record, mesos);
        String missing = still.isEmpty() ? dark : still;
        if (!missing.isEmpty()) {
            wellSince = null;
            ledger.news(record, "waiting", missing).ifPresent(ledger::write);
            return again(missing);
        }
        Instant now = ledger.now();
        boolean stoodStill = Duration.between(began, now).abs().compareTo(LONG_AGO) > 0;
        wellSince = wellSince == null || stoodStill || now.isBefore(wellSince) ? now : wellSince;
        return settled && !stoodStill ? leaveEks(record) : settling();
    }

    private Tick settling() {
        return new Tick.Again(POLL, service + ": all is back, making sure that it stays");
    }

    /** Done with once. Where the cluster took its time, what is known of Mesos is of before that: it is looked at anew. */
    private Tick leaveEks(CutoverRecord record) {
        Instant began = ledger.now();
        CutoverRecord left = eksLeft ? record : left(record);
        eksLeft = true;
        if (Duration.between(began, ledger.now()).abs().compareTo(SETTLED) <= 0) {
            return finish(left);
        }
        if (!left.equals(record)) {
            ledger.write(left);
        }
        wellSince = null;
        return settling();
    }

    private CutoverRecord told(CutoverRecord record, String otherDefinition) {
        return otherDefinition.isEmpty()
                ? record
                : ledger.news(record, "mesos", otherDefinition + "; it is left as it is")
                        .map(ledger::write)
                        .orElse(record);
    }

    /** The time is checked after the work: even a run that comes late does one round. */
    private Tick again(String missing) {
        return Duration.between(startedAt, ledger.now()).compareTo(timeout) > 0
                ? new Tick.Failed("not restored yet: " + missing + "; run it again, or put these right by hand")
                : new Tick.Again(POLL, service + ": " + missing);
    }

    private Tick finish(CutoverRecord record) {
        CutoverRecord done = ledger.write(record.with(d -> d.state(CutoverState.ROLLED_BACK)
                .verify(null)
                .rollback(record.rollback().withFinished(ledger.now()))
                .event(ledger.event(
                        "rolled-back",
                        "Mesos serves everything with " + record.before().mesosInstances() + " instances, as before",
                        Map.of("mesosInstances", record.before().mesosInstances())))));
        ledger.unlock(done);
        return new Tick.Done(result(done));
    }

    /** @return the record with what is to be told of it */
    private CutoverRecord left(CutoverRecord record) {
        EksAfter after = record.rollback().target();
        if (record.deployment() == null) {
            return record;
        }
        if (after == EksAfter.KEEP) {
            return EarlierRevision.owed(record) ? putBack(record) : record;
        }
        try (Eks eks = ledger.context().doors().eks(record.spec().eks())) {
            if (after == EksAfter.SCALE_DOWN) {
                eks.scale(0);
            } else {
                eks.delete(AppliedObjects.manifests(record.deployment().applied()));
            }
        }
        return record;
    }

    /** Mesos serves again whatever EKS does: one try, and what became of it is told. */
    private CutoverRecord putBack(CutoverRecord record) {
        EarlierRevision.Outcome back =
                new EarlierRevision(ledger).putBack(record, "its deploy did not come to a good end");
        return back.record().with(d -> d.event(ledger.event("eks", "on EKS " + back.text())));
    }

    /** @return empty when nothing is */
    private static String missing(CutoverRecord record, String mesos) {
        StringBuilder missing = new StringBuilder(mesos);
        record.confirmed().forEach((instance, c) -> {
            if (!c.problem().isEmpty()) {
                missing.append(missing.isEmpty() ? "" : "; ").append(c.problem());
            }
        });
        if (missing.isEmpty() && !WayBack.trafficIsBack(record)) {
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

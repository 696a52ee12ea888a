package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.ChangeAnswer;
import io.jenkins.plugins.cutover.mesos.LaunchQueue;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.mesos.Readiness;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings a service back to Mesos as it was, from anywhere, with nothing but its name: the traffic of every instance,
 * then Marathon's instance count, then whatever is asked for EKS. It can be run again at any time and by anybody; it
 * needs no lock, for a way back must not wait for whoever moves forward.
 */
public final class Rollback implements Operation {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Ledger ledger;
    private final WayBack wayBack;
    private final String service;
    private final String reason;
    private final EksAfter target;
    private final Duration timeout;
    private Instant startedAt;
    private String told = "";

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
        CutoverRecord record = ledger.read(service);
        startedAt = startedAt == null ? ledger.now() : startedAt;
        if (record.state() == CutoverState.RETIRED) {
            throw new CutoverException("Mesos was given up for " + service + "; there is nothing to come back to");
        }
        if (record.state() == CutoverState.ROLLED_BACK) {
            return new Tick.Done(result(record));
        }
        if (!record.state().returning()) {
            wayBack.decide(record, reason, false, target, meanwhile(record));
            return Tick.Again.now(service + ": rolling back");
        }
        return goOn(record);
    }

    /**
     * Mesos takes back as much as its healthy tasks are of those it had; EKS keeps the rest until they are whole. A
     * Marathon that does not answer is no reason to leave the traffic where nobody wants it.
     */
    private Share meanwhile(CutoverRecord record) {
        try {
            App app = mesos(record).app();
            double able = (double) app.healthyTasks().size() / record.before().mesosInstances();
            Share rest = Share.ofFraction(Math.max(0, 1 - able));
            return rest.compareTo(record.share()) < 0 ? rest : record.share();
        } catch (CutoverException e) {
            return Share.NONE;
        }
    }

    private Tick goOn(CutoverRecord before) {
        CutoverRecord record = wayBack.traffic(before);
        String mesos = restoreMesos(record);
        if (mesos.isEmpty() && !record.desired().share().equals(Share.NONE)) {
            ledger.write(record.with(d -> d.desired(record.desired().withShare(Share.NONE))
                    .event(ledger.event("capacity", "Mesos can carry everything again"))));
            return Tick.Again.now(service + ": the rest of the traffic goes back");
        }
        if (mesos.isEmpty() && WayBack.trafficIsBack(record)) {
            return finish(record);
        }
        String missing = missing(record, mesos);
        tell(record, missing);
        return Duration.between(startedAt, ledger.now()).compareTo(timeout) > 0
                ? new Tick.Failed("not restored yet: " + missing + "; run it again, or put these right by hand")
                : new Tick.Again(POLL, service + ": " + missing);
    }

    /** @return empty when Mesos is as it was; otherwise what is missing */
    private String restoreMesos(CutoverRecord record) {
        try {
            Mesos mesos = mesos(record);
            App app = mesos.app();
            int wanted = record.before().mesosInstances();
            if (app.instances() != wanted) {
                ChangeAnswer answer =
                        mesos.scale(wanted, record.spec().marathon().force());
                return "Marathon app " + app.id() + ": instances is " + app.instances() + ", not " + wanted + "; "
                        + (answer instanceof ChangeAnswer.Locked locked
                                ? "locked by deployment " + String.join(", ", locked.deploymentIds())
                                        + ", waiting for it"
                                : "scaling");
            }
            Readiness readiness = Readiness.of(app, LaunchQueue.EMPTY, wanted);
            return readiness.ready() ? "" : "Marathon app " + app.id() + ": " + readiness.why();
        } catch (CutoverException e) {
            return e.getMessage();
        }
    }

    private Tick finish(CutoverRecord record) {
        try {
            leaveEks(record);
        } catch (CutoverException e) {
            tell(record, e.getMessage());
            return Duration.between(startedAt, ledger.now()).compareTo(timeout) > 0
                    ? new Tick.Failed("traffic and Mesos are restored, EKS is not: " + e.getMessage())
                    : new Tick.Again(POLL, service + ": " + e.getMessage());
        }
        CutoverRecord.Rollback r = record.rollback();
        CutoverRecord done = ledger.write(record.with(d -> d.state(CutoverState.ROLLED_BACK)
                .verify(null)
                .rollback(new CutoverRecord.Rollback(
                        r.reason(),
                        r.from(),
                        r.eksFailing(),
                        r.target(),
                        r.decidedAt(),
                        r.trafficBackAt(),
                        ledger.now()))
                .event(ledger.event(
                        "rolled-back",
                        "Mesos serves everything with " + record.before().mesosInstances() + " instances, as before",
                        Map.of("mesosInstances", record.before().mesosInstances())))));
        ledger.unlock(done);
        return new Tick.Done(result(done));
    }

    private void leaveEks(CutoverRecord record) {
        if (record.rollback().target() == EksAfter.KEEP || record.deployment() == null) {
            return;
        }
        try (Eks eks = ledger.context().doors().eks(record.spec().eks())) {
            if (record.rollback().target() == EksAfter.SCALE_DOWN) {
                eks.scale(0);
            } else {
                eks.delete(AppliedObjects.manifests(record.deployment().applied()));
            }
        }
    }

    private static String missing(CutoverRecord record, String mesos) {
        StringBuilder missing = new StringBuilder(mesos);
        record.confirmed().forEach((instance, c) -> {
            if (!c.problem().isEmpty()) {
                missing.append(missing.isEmpty() ? "" : "; ").append(c.problem());
            }
        });
        return missing.isEmpty() ? "the last instances are being confirmed" : missing.toString();
    }

    /** Into the history when it is news. */
    private void tell(CutoverRecord record, String missing) {
        if (!missing.equals(told)) {
            told = missing;
            ledger.write(ledger.read(record.service()).with(d -> d.event(ledger.event("waiting", missing))));
        }
    }

    private Mesos mesos(CutoverRecord record) {
        return ledger.context().doors().mesos(record.spec().marathon());
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

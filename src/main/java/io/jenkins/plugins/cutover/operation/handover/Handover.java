package io.jenkins.plugins.cutover.operation.handover;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.HandoverSpec;
import io.jenkins.plugins.cutover.model.HandoverState;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.traffic.AfterReload;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import io.jenkins.plugins.cutover.traffic.config.EksForm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Hands the end state of a completed cutover over to HAProxy's own configuration. It writes the lines for each instance and
 * remembers the processes that run. People put the lines in place and reload. Then it is proven, instance by instance, that
 * the file alone gives the end state. Nothing is changed on HAProxy, so no lock is needed.
 */
public final class Handover implements Operation {
    private static final Duration POLL = Duration.ofSeconds(2);

    private final RecordSession session;
    private final String service;
    private final boolean withoutMesos;
    private final boolean prove;
    private final Duration timeout;
    private Instant beganAt;

    /**
     * @param withoutMesos whether the Mesos lines go, which is allowed after Mesos was retired
     * @param prove whether it waits for the proof; otherwise it ends with the lines and the steps
     * @param timeout how long it waits for the proof
     */
    public Handover(Context context, String service, boolean withoutMesos, boolean prove, Duration timeout) {
        this.session = new RecordSession(context);
        this.service = service;
        this.withoutMesos = withoutMesos;
        this.prove = prove;
        this.timeout = timeout;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String name() {
        return "handover";
    }

    @Override
    public Tick tick() {
        CutoverRecord stored = session.read(service);
        CutoverRecord record = HandoverCheck.withPresentSettings(session, stored);
        refuseWrongState(record);
        EksForm form = HandoverForms.of(record.spec(), record.desired().eks());
        FleetReading fleet = session.router(record.spec().haproxy()).read();
        CutoverRecord begun = begun(stored, record, fleet);
        return prove ? proven(begun, form, fleet) : new Tick.Done(HandoverReport.of(begun, form, fleet));
    }

    private void refuseWrongState(CutoverRecord record) {
        boolean retired = record.state() == CutoverState.RETIRED;
        if (!retired && record.state() != CutoverState.COMPLETED) {
            throw new CutoverException(service + " is " + record.state() + " with " + record.share()
                    + " on EKS; only a completed cutover can be handed over");
        }
        if (withoutMesos != retired) {
            throw new CutoverException(
                    retired
                            ? service + " is RETIRED; hand over the form without Mesos (--final, or withoutMesos: true)"
                            : service
                                    + " is COMPLETED; the Mesos lines stay until it is retired, so leave --final or withoutMesos out");
        }
    }

    /** An instance that answers for the first time later is remembered then. */
    private CutoverRecord begun(CutoverRecord stored, CutoverRecord record, FleetReading fleet) {
        HandoverState before = record.handed();
        HandoverSpec.Form form = record.spec().handover().decided(record.spec().eks());
        boolean goesOn = before.startedAt() != null && before.form() == form && before.withoutMesos() == withoutMesos;
        Map<String, HandoverState.Instance> instances = new TreeMap<>(goesOn ? before.instances() : Map.of());
        fleet.reachable().forEach(i -> instances.putIfAbsent(i.instance().toString(), remembered(i)));
        HandoverState now = (goesOn
                        ? before.withInstances(instances)
                        : HandoverState.begin(before, form, withoutMesos, session.now(), instances))
                .withAfterReload(AfterReload.mesos(fleet));
        return session.writeChange(
                stored,
                record.with(d -> goesOn
                        ? d.handover(now)
                        : d.handover(now)
                                .event(session.event(
                                        "handover",
                                        "the end state is handed over to HAProxy's configuration, form " + form))));
    }

    private static HandoverState.Instance remembered(Reachable instance) {
        return new HandoverState.Instance(
                instance.identity().pid(), instance.identity().startSeconds(), false, "not reloaded yet");
    }

    private Tick proven(CutoverRecord record, EksForm form, FleetReading fleet) {
        beganAt = beganAt == null ? session.now() : beganAt;
        InstanceProof proof = new InstanceProof(record, form, session.now());
        Map<String, HandoverState.Instance> found = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        for (InstanceReading reading : fleet.instances()) {
            String name = reading.instance().toString();
            HandoverState.Instance begun = record.handed().instances().get(name);
            if (reading instanceof Unreachable silent) {
                missing.add(name + ": " + silent.reason());
            } else {
                HandoverState.Instance now = proof.of(begun, (Reachable) reading);
                found.put(name, now);
                if (!now.proven()) {
                    missing.add(name + ": " + now.text());
                }
            }
        }
        return missing.isEmpty() ? done(record, form, fleet, found) : waiting(record, form, fleet, found, missing);
    }

    private Tick done(
            CutoverRecord record, EksForm form, FleetReading fleet, Map<String, HandoverState.Instance> found) {
        CutoverRecord proven = session.write(
                record.with(d -> d.handover(record.handed().withInstances(found).withProven(session.now()))
                        .event(session.event(
                                "handed-over", "HAProxy's own configuration has the end state: " + texts(found)))));
        return new Tick.Done(HandoverReport.of(proven, form, fleet));
    }

    private Tick waiting(
            CutoverRecord record,
            EksForm form,
            FleetReading fleet,
            Map<String, HandoverState.Instance> found,
            List<String> missing) {
        Map<String, HandoverState.Instance> all = new TreeMap<>(record.handed().instances());
        all.putAll(found);
        // What was proven before and is not any more counts no longer.
        HandoverState now = record.handed().withInstances(all).withProven(null);
        CutoverRecord seen = record.with(d -> d.handover(now));
        // The guard pauses while others write the record, so a text alone is not written.
        if (!now.sameProofAs(record.handed())) {
            session.write(seen);
        }
        boolean late = Duration.between(beganAt, session.now()).compareTo(timeout) >= 0;
        String what = String.join("; ", missing);
        return late
                ? new Tick.Failed(
                        "not proven after " + Durations.text(timeout) + ": " + what
                                + "; correct this on the instances, and run it again",
                        HandoverReport.of(seen, form, fleet))
                : new Tick.Again(POLL, service + ": " + what);
    }

    private static String texts(Map<String, HandoverState.Instance> found) {
        return found.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue().text())
                .collect(Collectors.joining("; "));
    }
}

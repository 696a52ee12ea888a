package io.jenkins.plugins.cutover.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The changes to a record, one named setter a field. */
public final class RecordDraft {
    /** A full history moves out half of its events at once, so that the journal gets few large pages. */
    private static final int KEPT = CutoverRecord.MAX_EVENTS / 2;

    private final CutoverRecord base;
    private CutoverState state;
    private Owner owner;
    private ServiceSpec spec;
    private CutoverRecord.Before before;
    private DesiredTraffic desired;
    private final Map<String, CutoverRecord.Confirmation> confirmed;
    private CutoverRecord.Shift shift;
    private CutoverRecord.Deployment deployment;
    private CutoverRecord.Verify verify;
    private Retirement retirement;
    private CutoverRecord.Rollback rollback;
    private Guarding guard;
    private HandoverState handover;
    private AskState ask;
    private Reported reported;
    private final List<TrafficSample> samples;
    private final List<Event> history;

    RecordDraft(CutoverRecord r) {
        base = r;
        spec = r.spec();
        state = r.state();
        owner = r.owner();
        before = r.before();
        desired = r.desired();
        confirmed = new TreeMap<>(r.confirmed());
        shift = r.shift();
        deployment = r.deployment();
        verify = r.verify();
        retirement = r.retirement();
        rollback = r.rollback();
        guard = r.guard();
        handover = r.handover();
        ask = r.ask();
        reported = r.reported();
        samples = new ArrayList<>(r.samples());
        history = new ArrayList<>(r.history());
    }

    public RecordDraft spec(ServiceSpec value) {
        spec = value;
        return this;
    }

    public RecordDraft state(CutoverState value) {
        state = value;
        return this;
    }

    /** Who moves the cutover from now on. What was reported of the owner before is dropped. */
    public RecordDraft owner(Owner value) {
        owner = value;
        reported = reported.withNewOwner();
        return this;
    }

    public RecordDraft before(CutoverRecord.Before value) {
        before = value;
        return this;
    }

    public RecordDraft desired(DesiredTraffic value) {
        desired = value;
        return this;
    }

    public RecordDraft confirmed(Map<String, CutoverRecord.Confirmation> values) {
        confirmed.putAll(values);
        return this;
    }

    /** Drops what is known of instances that are no longer in the fleet. */
    public RecordDraft confirmedOnly(Set<String> instances) {
        confirmed.keySet().retainAll(instances);
        return this;
    }

    public RecordDraft shift(CutoverRecord.Shift value) {
        shift = value;
        return this;
    }

    public RecordDraft deployment(CutoverRecord.Deployment value) {
        deployment = value;
        return this;
    }

    public RecordDraft verify(CutoverRecord.Verify value) {
        verify = value;
        return this;
    }

    public RecordDraft retirement(Retirement value) {
        retirement = value;
        return this;
    }

    public RecordDraft rollback(CutoverRecord.Rollback value) {
        rollback = value;
        return this;
    }

    public RecordDraft guard(Guarding value) {
        guard = value;
        return this;
    }

    public RecordDraft ask(AskState value) {
        ask = value;
        return this;
    }

    public RecordDraft handover(HandoverState value) {
        handover = value;
        return this;
    }

    public RecordDraft reported(UnaryOperator<Reported> change) {
        reported = change.apply(reported);
        return this;
    }

    public RecordDraft sample(TrafficSample value) {
        samples.add(value);
        return this;
    }

    public RecordDraft event(Event value) {
        history.add(value);
        reported = reported.withSupersededApproval();
        return this;
    }

    CutoverRecord build() {
        int moved = history.size() > CutoverRecord.MAX_EVENTS ? history.size() - KEPT : 0;
        return new CutoverRecord(
                base.format(),
                base.revision(),
                spec,
                state,
                owner,
                base.openedAt(),
                base.updatedAt(),
                before,
                desired,
                confirmed,
                shift,
                deployment,
                verify,
                retirement,
                rollback,
                guard,
                reported,
                thinned(samples),
                base.eventsBefore() + moved,
                history.subList(moved, history.size()),
                handover,
                ask);
    }

    private static List<TrafficSample> thinned(List<TrafficSample> samples) {
        if (samples.size() <= CutoverRecord.MAX_SAMPLES) {
            return samples;
        }
        List<TrafficSample> merged = new ArrayList<>();
        for (int i = 0; i < samples.size(); i += 2) {
            merged.add(i + 1 < samples.size() ? samples.get(i).plus(samples.get(i + 1)) : samples.get(i));
        }
        return merged;
    }
}

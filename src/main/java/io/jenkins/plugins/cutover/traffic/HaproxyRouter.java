package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.dialogue.ApplyDialogue;
import io.jenkins.plugins.cutover.traffic.dialogue.DrainDialogue;
import io.jenkins.plugins.cutover.traffic.dialogue.IdentifyDialogue;
import io.jenkins.plugins.cutover.traffic.dialogue.InstanceReader;
import io.jenkins.plugins.cutover.traffic.dialogue.OldWorkers;
import io.jenkins.plugins.cutover.traffic.dialogue.ProbeDialogue;
import io.jenkins.plugins.cutover.traffic.dialogue.ReadDialogue;
import io.jenkins.plugins.cutover.traffic.dialogue.RingDialogue;
import io.jenkins.plugins.cutover.traffic.plan.SafeNames;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Sets the share by the weights of one backend, or by a map in front of two, over the Runtime API of every instance. */
public final class HaproxyRouter implements Router {
    private final HaproxySpec spec;
    private final Dialogues client;
    private final double tolerance;

    /**
     * @param tolerance of the share, in percentage points
     * @throws io.jenkins.plugins.cutover.model.InvalidInputException for names that HAProxy does not allow
     */
    public HaproxyRouter(HaproxySpec spec, Dialogues client, double tolerance) {
        this.spec = SafeNames.check(spec);
        this.client = client;
        this.tolerance = tolerance;
    }

    /** As {@link Router#identify}. */
    public List<Finding> identify() {
        return IdentifyDialogue.identify(spec.instances(), client);
    }

    @Override
    public List<Finding> preflight(List<Share> shares, int eksEndpoints) {
        List<ProbeDialogue> probes = round(i -> new ProbeDialogue(reader(i)), ProbeDialogue::withResult);
        return new FleetPreflight(spec, shares, eksEndpoints, tolerance).findings(probes);
    }

    @Override
    public FleetReading read() {
        return new FleetReading(round(i -> new ReadDialogue(reader(i)), ReadDialogue::outcome));
    }

    @Override
    public FleetOutcome apply(DesiredTraffic desired) {
        return new FleetOutcome(round(i -> new ApplyDialogue(desired, reader(i), tolerance), ApplyDialogue::outcome));
    }

    @Override
    public PlannedChange plannedChange(InstanceReading reading, DesiredTraffic desired) {
        return PlannedChange.of(reading, desired, spec, tolerance);
    }

    @Override
    public DrainOutcome drain(Side side, boolean closeOpen) {
        List<DrainOutcome.OfInstance> drained =
                round(i -> new DrainDialogue(side, closeOpen, reader(i)), DrainDialogue::outcome);
        if (spec.masters().isEmpty()) {
            return new DrainOutcome(drained);
        }
        List<OldWorkers> old =
                round(spec.masters(), i -> new OldWorkers(spec, side, closeOpen), OldWorkers::withResult);
        List<DrainOutcome.OfInstance> both = new ArrayList<>();
        for (int i = 0; i < drained.size(); i++) {
            both.add(drained.get(i).with(old.get(i)));
        }
        return new DrainOutcome(both);
    }

    @Override
    public RingReading latencies(Collection<RingCursor> since) {
        if (spec.latencyRing() == null || spec.latencyRing().isEmpty()) {
            return new RingReading(List.of(), List.of(), List.of());
        }
        List<RingDialogue> rings = round(i -> new RingDialogue(i, spec, since), RingDialogue::withResult);
        return RingDialogue.sum(rings);
    }

    private InstanceReader reader(InstanceAddress instance) {
        return new InstanceReader(spec, instance);
    }

    /** One dialogue with each instance, all in parallel. */
    private <D extends Dialogue, R> List<R> round(
            Function<InstanceAddress, D> begin, BiFunction<D, DialogueResult, R> outcome) {
        return round(spec.instances(), begin, outcome);
    }

    private <D extends Dialogue, R> List<R> round(
            List<InstanceAddress> sockets,
            Function<InstanceAddress, D> begin,
            BiFunction<D, DialogueResult, R> outcome) {
        Map<InstanceAddress, D> dialogues = new LinkedHashMap<>();
        sockets.forEach(i -> dialogues.put(i, begin.apply(i)));
        Map<InstanceAddress, DialogueResult> results = client.run(dialogues);
        List<R> outcomes = new ArrayList<>();
        dialogues.forEach((i, dialogue) -> outcomes.add(outcome.apply(dialogue, results.get(i))));
        return outcomes;
    }
}

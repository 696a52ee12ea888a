package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.runtime.Conversation;
import io.jenkins.plugins.cutover.traffic.runtime.Conversations;
import io.jenkins.plugins.cutover.traffic.runtime.Ending;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One backend whose weights give the share, over the Runtime API of every instance. */
public final class HaproxyRouter implements Router {
    private final HaproxySpec spec;
    private final Conversations client;
    private final double tolerance;

    HaproxyRouter(HaproxySpec spec, Conversations client, double tolerance) {
        this.spec = SafeNames.check(spec);
        this.client = client;
        this.tolerance = tolerance;
    }

    public List<Finding> greet() {
        return Greeting.each(spec.instances(), client);
    }

    @Override
    public List<Finding> preflight(List<Share> shares, int eksEndpoints) {
        List<Probing> probes = round(i -> new Probing(reader(i)), (probe, ending) -> probe.ended(ending));
        return new Preflight(spec, shares, eksEndpoints, tolerance).findings(probes);
    }

    @Override
    public FleetReading read() {
        return new FleetReading(round(i -> new Reading(reader(i)), Reading::outcome));
    }

    @Override
    public FleetOutcome apply(DesiredTraffic desired) {
        return new FleetOutcome(round(i -> new Applying(desired, reader(i), tolerance), Applying::outcome));
    }

    @Override
    public List<PlannedChange> dryRun(DesiredTraffic desired) {
        return read().instances().stream()
                .map(i -> PlannedChange.of(i, desired, spec, tolerance))
                .toList();
    }

    @Override
    public DrainOutcome drain(Side side, boolean cut) {
        List<DrainOutcome.OfInstance> drained = round(i -> new Draining(side, cut, reader(i)), Draining::outcome);
        if (spec.masters().isEmpty()) {
            return new DrainOutcome(drained);
        }
        List<OldWorkers> old = round(spec.masters(), i -> new OldWorkers(spec, side, cut), OldWorkers::ended);
        List<DrainOutcome.OfInstance> both = new ArrayList<>();
        for (int i = 0; i < drained.size(); i++) {
            both.add(drained.get(i).with(old.get(i)));
        }
        return new DrainOutcome(both);
    }

    @Override
    public LatencyReading latencies(Collection<LatencyCursor> since) {
        if (spec.latencyRing() == null || spec.latencyRing().isEmpty()) {
            return new LatencyReading(new int[0], new int[0], List.of(), List.of());
        }
        List<RingReading> rings = round(i -> new RingReading(i, spec, since), (ring, ending) -> ring.ended(ending));
        return RingReading.sum(rings);
    }

    private InstanceReader reader(InstanceAddress instance) {
        return new InstanceReader(spec, instance);
    }

    /** One conversation with each instance, all at once. */
    private <C extends Conversation, R> List<R> round(
            Function<InstanceAddress, C> begin, BiFunction<C, Ending, R> outcome) {
        return round(spec.instances(), begin, outcome);
    }

    private <C extends Conversation, R> List<R> round(
            List<InstanceAddress> sockets, Function<InstanceAddress, C> begin, BiFunction<C, Ending, R> outcome) {
        Map<InstanceAddress, C> conversations = new LinkedHashMap<>();
        sockets.forEach(i -> conversations.put(i, begin.apply(i)));
        Map<InstanceAddress, Ending> endings = client.hold(conversations);
        List<R> outcomes = new ArrayList<>();
        conversations.forEach((i, c) -> outcomes.add(outcome.apply(c, endings.get(i))));
        return outcomes;
    }
}

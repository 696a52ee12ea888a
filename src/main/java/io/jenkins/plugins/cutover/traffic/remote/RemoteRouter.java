package io.jenkins.plugins.cutover.traffic.remote;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.RemoteExecutor;
import io.jenkins.plugins.cutover.model.RemoteUnavailableException;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.DrainOutcome;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.HaproxyRouter;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome;
import io.jenkins.plugins.cutover.traffic.LatencyCursor;
import io.jenkins.plugins.cutover.traffic.LatencyReading;
import io.jenkins.plugins.cutover.traffic.PlannedChange;
import io.jenkins.plugins.cutover.traffic.Router;
import io.jenkins.plugins.cutover.traffic.plan.SafeNames;
import io.jenkins.plugins.cutover.traffic.runtime.ChannelAccess;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fleet that is spoken to from another place. When nobody is there, every instance is one that did not answer. */
public final class RemoteRouter implements Router {
    /** As long as {@link RuntimeClient} remembers: then a silent instance has the whole deadline again. */
    private static final Duration WHOLE_AGAIN = Duration.ofSeconds(10);

    private final HaproxySpec spec;
    private final Optional<ChannelAccess.Keys> keys;
    private final Duration round;
    private final double tolerance;
    private final RemoteExecutor place;
    private final Map<InstanceAddress, Long> silent = new HashMap<>();

    public RemoteRouter(
            HaproxySpec spec,
            Optional<ChannelAccess.Keys> keys,
            Duration round,
            double tolerance,
            RemoteExecutor place) {
        this.spec = SafeNames.check(spec);
        this.keys = keys;
        this.round = round;
        this.tolerance = tolerance;
        this.place = place;
        keys.ifPresent(ChannelAccess.Keys::open); // what cannot be used is said before anything is begun
    }

    public List<Finding> greet() {
        return round(new RemoteRound.Greet());
    }

    @Override
    public List<Finding> preflight(List<Share> shares, int eksEndpoints) {
        return round(new RemoteRound.Preflight(new ArrayList<>(shares), eksEndpoints));
    }

    @Override
    public FleetReading read() {
        return round(new RemoteRound.Read());
    }

    @Override
    public FleetOutcome apply(DesiredTraffic desired) {
        try {
            return sent(new RemoteRound.Apply(desired));
        } catch (RemoteUnavailableException e) {
            return new FleetOutcome(spec.instances().stream()
                    .map(i -> new InstanceOutcome.Unknown(i, e.getMessage(), e.sent()))
                    .map(InstanceOutcome.class::cast)
                    .toList());
        }
    }

    /** What a plan would be is worked out here, from what was read there. */
    @Override
    public List<PlannedChange> dryRun(DesiredTraffic desired) {
        return read().instances().stream()
                .map(i -> PlannedChange.of(i, desired, spec, tolerance))
                .toList();
    }

    @Override
    public DrainOutcome drain(Side side, boolean cut) {
        return round(new RemoteRound.Drain(side, cut));
    }

    @Override
    public LatencyReading latencies(Collection<LatencyCursor> since) {
        return round(new RemoteRound.Latencies(since));
    }

    private <T> T round(RemoteRound.Work<T> work) {
        try {
            return sent(work);
        } catch (RemoteUnavailableException e) {
            return work.with(new HaproxyRouter(spec, nobody(e.getMessage()), tolerance));
        }
    }

    private <T> T sent(RemoteRound.Work<T> work) {
        RemoteRound<T> task = new RemoteRound<>(spec, keys.orElse(null), stillSilent(), round, tolerance, work);
        // A drain has a second round, with the masters.
        RemoteRound.Came<T> came = place.run(task, round.multipliedBy(2));
        remember(came.silent());
        return came.result();
    }

    private synchronized HashSet<InstanceAddress> stillSilent() {
        long now = System.nanoTime();
        silent.values().removeIf(since -> now - since >= WHOLE_AGAIN.toNanos());
        return new HashSet<>(silent.keySet());
    }

    private synchronized void remember(HashSet<InstanceAddress> now) {
        silent.keySet().retainAll(now);
        now.forEach(i -> silent.putIfAbsent(i, System.nanoTime()));
    }

    private static Dialogues nobody(String reason) {
        return conversations -> {
            Map<InstanceAddress, DialogueResult> endings = new LinkedHashMap<>();
            conversations.keySet().forEach(i -> endings.put(i, new DialogueResult.Broken(reason)));
            return endings;
        };
    }
}

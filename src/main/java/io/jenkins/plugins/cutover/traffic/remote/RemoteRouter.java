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
import io.jenkins.plugins.cutover.traffic.InstanceReading;
import io.jenkins.plugins.cutover.traffic.PlannedChange;
import io.jenkins.plugins.cutover.traffic.RingCursor;
import io.jenkins.plugins.cutover.traffic.RingReading;
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

/** Runs the rounds of a fleet on another machine. While that is unavailable, every instance counts as unreachable. */
public final class RemoteRouter implements Router {
    /** As in {@link io.jenkins.plugins.cutover.traffic.runtime.RuntimeClient}. */
    private static final Duration FULL_DEADLINE_INTERVAL = Duration.ofSeconds(10);

    private final HaproxySpec spec;
    private final Optional<ChannelAccess.Keys> keys;
    private final Duration round;
    private final double tolerance;
    private final RemoteExecutor executor;
    private final Map<InstanceAddress, Long> silent = new HashMap<>();

    /**
     * @param round the deadline of a round
     * @param tolerance of the share, in percentage points
     * @throws io.jenkins.plugins.cutover.model.InvalidInputException for names and keys that cannot be used
     */
    public RemoteRouter(
            HaproxySpec spec,
            Optional<ChannelAccess.Keys> keys,
            Duration round,
            double tolerance,
            RemoteExecutor executor) {
        this.spec = SafeNames.check(spec);
        this.keys = keys;
        this.round = round;
        this.tolerance = tolerance;
        this.executor = executor;
        keys.ifPresent(ChannelAccess.Keys::open); // unusable keys are reported before the first round
    }

    /** As {@link Router#identify}. */
    public List<Finding> identify() {
        return round(new RemoteRound.Identify());
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
            return execute(new RemoteRound.Apply(desired));
        } catch (RemoteUnavailableException e) {
            return new FleetOutcome(spec.instances().stream()
                    .map(i -> new InstanceOutcome.Unknown(i, e.getMessage(), e.sent()))
                    .map(InstanceOutcome.class::cast)
                    .toList());
        }
    }

    @Override
    public PlannedChange plannedChange(InstanceReading reading, DesiredTraffic desired) {
        return PlannedChange.of(reading, desired, spec, tolerance);
    }

    @Override
    public DrainOutcome drain(Side side, boolean closeOpen) {
        return round(new RemoteRound.Drain(side, closeOpen));
    }

    @Override
    public RingReading latencies(Collection<RingCursor> since) {
        return round(new RemoteRound.Latencies(since));
    }

    private <T> T round(RemoteRound.Work<T> work) {
        try {
            return execute(work);
        } catch (RemoteUnavailableException e) {
            return work.on(new HaproxyRouter(spec, unreachable(e.getMessage()), tolerance));
        }
    }

    private <T> T execute(RemoteRound.Work<T> work) {
        RemoteRound<T> task = new RemoteRound<>(spec, keys.orElse(null), recentlySilent(), round, tolerance, work);
        // A drain has a second round, with the master processes.
        RemoteRound.Answer<T> answer = executor.run(task, round.multipliedBy(2));
        remember(answer.silent());
        return answer.result();
    }

    private synchronized HashSet<InstanceAddress> recentlySilent() {
        long now = System.nanoTime();
        silent.values().removeIf(since -> now - since >= FULL_DEADLINE_INTERVAL.toNanos());
        return new HashSet<>(silent.keySet());
    }

    private synchronized void remember(HashSet<InstanceAddress> now) {
        silent.keySet().retainAll(now);
        now.forEach(i -> silent.putIfAbsent(i, System.nanoTime()));
    }

    private static Dialogues unreachable(String reason) {
        return dialogues -> {
            Map<InstanceAddress, DialogueResult> results = new LinkedHashMap<>();
            dialogues.keySet().forEach(i -> results.put(i, new DialogueResult.Failed(reason)));
            return results;
        };
    }
}

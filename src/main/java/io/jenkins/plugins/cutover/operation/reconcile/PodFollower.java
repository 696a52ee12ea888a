package io.jenkins.plugins.cutover.operation.reconcile;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.PodWatch;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the desired endpoints equal to the ready pods. Besides the usual pace the cluster is asked when a watch reports a
 * change, and when a server goes down. A cluster that did not answer the last time is not waited for.
 */
final class PodFollower {
    /** The subject of the notice that the cluster does not answer. */
    private static final String CLUSTER = "eks";

    private static final String ANSWERS = "the cluster answers again";

    /** The first health checks of a new address: two of the usual 2 s, and the round that sets the address. */
    private static final Duration HEALTH_CHECKS = Duration.ofSeconds(5);

    private final RecordSession session;
    private final PlatformSignals signals;
    private final PollPace dead = new PollPace(Duration.ofSeconds(2));
    private PodWatch watch;
    private long changes;
    private boolean podsChanged;
    /** When all pods were seen replaced; null before. */
    private Instant newPodsAt;

    /** @param signals receives what is read of the pods */
    PodFollower(RecordSession session, PlatformSignals signals) {
        this.session = session;
        this.signals = signals;
    }

    /** The cluster is asked in the next round, whatever the watch says. */
    void podsChanged() {
        podsChanged = true;
    }

    /** A watch says when the pods may have changed, so that HAProxy learns of it before its health checks do. */
    CutoverRecord withChangedPods(CutoverRecord record) {
        watch = watch == null
                ? session.context().clients().podWatch(record.spec().eks())
                : watch;
        long now = watch.changes();
        boolean ask = podsChanged || now != changes;
        changes = now;
        podsChanged = false;
        return ask && record.reported().notice(CLUSTER).isEmpty() ? endpoints(record) : record;
    }

    /**
     * A server that went down may be of a pod that was replaced: the cluster is asked at once, and not at its usual pace.
     * A cluster that did not answer the last time is not waited for.
     */
    CutoverRecord withoutDeadPods(CutoverRecord record, FleetReading fleet) {
        boolean down = fleet.reachable().stream()
                .flatMap(i -> i.servers(Side.EKS).stream())
                .anyMatch(s -> !s.maintenance() && !s.up());
        Instant now = session.now();
        boolean due = down && !dead.overdue(now).isNegative();
        if (!due || record.reported().notice(CLUSTER).isPresent()) {
            return record;
        }
        CutoverRecord seen = endpoints(record);
        dead.looked(now, session.now());
        return seen;
    }

    /**
     * A rolling update that replaces all pods: HAProxy sees the old ones go before the next look at the cluster. EKS is
     * not to blame for that. The new pods get their addresses in the same tick, and the time of a few health checks to
     * come up. Meanwhile HAProxy sends everything to Mesos, so this is only for a fleet whose Mesos servers get traffic.
     *
     * @return empty when EKS has failed: its pods did not change, or the cluster does not answer
     */
    Optional<CutoverRecord> withNewPods(CutoverRecord record, FleetReading fleet) {
        boolean mesosServes = fleet.reachable().stream()
                .allMatch(i -> i.servers(Side.MESOS).stream().anyMatch(s -> s.up() && s.weight() > 0));
        if (!mesosServes || record.reported().notice(CLUSTER).isPresent()) {
            return Optional.empty();
        }
        Instant now = session.now();
        if (newPodsAt != null && Duration.between(newPodsAt, now).abs().compareTo(HEALTH_CHECKS) < 0) {
            return Optional.of(record);
        }
        CutoverRecord seen = endpoints(record);
        boolean moved = !seen.desired().equals(record.desired());
        newPodsAt = moved ? now : null;
        return moved ? Optional.of(seen) : Optional.empty();
    }

    /** Follows pods that come and go. That no pod is left is found by the health checks, sooner and more reliably. */
    CutoverRecord endpoints(CutoverRecord record) {
        List<Endpoint> now;
        try (Eks eks = session.context().clients().eks(record.spec().eks())) {
            now = eks.endpoints();
            signals.pods(eks.signals(), session.now());
        } catch (CutoverException e) {
            return session.withNotice(record, CLUSTER, e.getMessage());
        }
        return followed(session.withoutNotice(record, CLUSTER, ANSWERS), now);
    }

    private CutoverRecord followed(CutoverRecord record, List<Endpoint> pods) {
        List<Endpoint> now = pods.isEmpty() ? pods : record.spec().eks().reached(pods);
        if (now.isEmpty() || now.equals(record.desired().eks())) {
            return record;
        }
        return session.write(record.with(d -> d.desired(record.desired().withEks(now))
                .event(session.event("endpoints", "EKS serves from " + now.size() + " pods now: " + now))));
    }
}

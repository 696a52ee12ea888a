package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.reconcile.FleetReconciler;
import io.jenkins.plugins.cutover.operation.reconcile.TrafficRollback;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Watches an open cutover while no step moves it: between two steps, or while it waits for a person at a gate. It
 * corrects and reports drift, follows pods, and reports changes to Mesos from outside. If an instance has no EKS server
 * to send its share to, the traffic is sent back in the same round.
 *
 * <p>It takes no lock and changes no owner. It pauses while others write the record. If it begins a round just as a step
 * begins, the journal refuses the later write of the two, and {@link RecordSession#apply} restores the newer decision.
 */
public final class DriftGuard implements Operation {
    private static final Duration ROUND = Duration.ofMillis(2500);
    /** Added to the poll interval of a judged phase: a step that is alive writes more often than this. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final RecordSession session;
    private final FleetReconciler reconciler;
    private final String service;
    private final Predicate<Owner> watched;
    private Mark own;
    private Mark seen;
    private Instant changedAt;

    /** @param watched whether cutovers of this owner are still to be guarded; the guard ends when they are not */
    public DriftGuard(Context context, String service, Predicate<Owner> watched) {
        this.session = new RecordSession(context);
        this.reconciler = new FleetReconciler(session);
        this.service = service;
        this.watched = watched;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String name() {
        return "guard";
    }

    /** Fails after it has sent the traffic back; a {@link Rollback} does the rest. */
    @Override
    public Tick tick() {
        Optional<CutoverRecord> found = session.find(service).filter(this::guarded);
        if (found.isEmpty()) {
            return new Tick.Done(Map.of());
        }
        CutoverRecord record = found.get();
        boolean deployed = record.state() == CutoverState.RUNNING && record.desired() != null;
        return deployed && !movedByOthers(record) ? round(record) : again("a step is moving the cutover");
    }

    private boolean guarded(CutoverRecord record) {
        return record.state().open() && !record.state().returning() && watched.test(record.owner());
    }

    /** Differs after each write: a decision has another revision, an observation another time. */
    private record Mark(long revision, Instant updatedAt) {
        static Mark of(CutoverRecord record) {
            return new Mark(record.revision(), record.updatedAt());
        }
    }

    /** Its own writes do not count. The journal's clock matters for the first look only: it may jump. */
    private boolean movedByOthers(CutoverRecord record) {
        Mark now = Mark.of(record);
        if (!now.equals(seen)) {
            changedAt = seen == null ? record.updatedAt() : session.now();
            seen = now;
        }
        Duration quiet = QUIET.plus(record.spec().verify().poll());
        return !now.equals(own)
                && Duration.between(changedAt, session.now()).abs().compareTo(quiet) < 0;
    }

    private Tick round(CutoverRecord record) {
        Optional<Tick> back = reconcile(record);
        if (back.isPresent()) {
            return back.get();
        }
        CutoverRecord seen = session.read(service);
        if (guarded(seen)) {
            reconciler.pollPlatforms(() -> seen);
            CutoverRecord now = session.read(service);
            boolean followed = now.desired() != null
                    && !now.desired().eks().equals(seen.desired().eks());
            back = followed && guarded(now) ? reconcile(now) : back;
        }
        return back.orElseGet(() -> again("watched"));
    }

    /** @return the end of the guard, if the traffic had to be sent back */
    private Optional<Tick> reconcile(CutoverRecord record) {
        FleetReconciler.Result found = reconciler.reconcile(record);
        if (!found.harm().isEmpty()) {
            return Optional.of(rollBack(found.record(), found.harm()));
        }
        CutoverRecord stored = session.read(service);
        if (found.unsaved() && found.record().revision() == stored.revision()) {
            stored = session.write(found.record());
        }
        if (stored.revision() != record.revision()) {
            own = Mark.of(stored);
        }
        return Optional.empty();
    }

    private Tick rollBack(CutoverRecord record, String harm) {
        String reason = "found between the steps: " + harm;
        TrafficRollback.Result back = new TrafficRollback(session).start(record, reason, true);
        return new Tick.Failed(
                reason + "; " + back.text(), Map.of("from", record.share().percent()));
    }

    private Tick again(String what) {
        return new Tick.Again(ROUND, service + ": " + what);
    }
}

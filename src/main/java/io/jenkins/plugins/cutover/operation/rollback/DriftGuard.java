package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.reconcile.FleetReconciler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Looks after an open cutover while no step moves it: between two steps, or while a person is waited for at a gate.
 * Drift is put right and told, pods are followed, changes to Mesos from outside are noticed; when an instance has nobody
 * on EKS to send its share to, the traffic goes back in the same round.
 *
 * <p>It takes no lock and changes no owner. It stands back while the record is written by others. Should it begin a round
 * just as a step begins, the journal refuses the later write of the two, and {@link RecordSession#apply} makes the last
 * decision stand.
 */
public final class DriftGuard implements Operation {
    private static final Duration ROUND = Duration.ofMillis(2500);
    /** Beside the time between two looks of a judged phase: a step that is alive writes more often. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final RecordSession session;
    private final FleetReconciler reconciler;
    private final String service;
    private final Predicate<Owner> cared;
    private long mine = -1;

    /** @param cared whether this owner's cutovers are to be guarded still; it ends when they are not */
    public DriftGuard(Context context, String service, Predicate<Owner> cared) {
        this.session = new RecordSession(context);
        this.reconciler = new FleetReconciler(session);
        this.service = service;
        this.cared = cared;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String name() {
        return "guard";
    }

    /** Fails when it has sent the traffic back; the rest of the way is a {@link Rollback}'s. */
    @Override
    public Tick tick() {
        Optional<CutoverRecord> found = session.find(service).filter(this::guarded);
        if (found.isEmpty()) {
            return new Tick.Done(Map.of());
        }
        CutoverRecord record = found.get();
        boolean deployed = record.state() == CutoverState.RUNNING && record.desired() != null;
        return deployed && !moved(record) ? round(record) : again("leaves it to the step that moves it");
    }

    private boolean guarded(CutoverRecord record) {
        return record.state().open() && !record.state().returning() && cared.test(record.owner());
    }

    /** What it wrote itself is no sign of anybody else; a clock that was set back does not keep it from looking. */
    private boolean moved(CutoverRecord record) {
        Duration quiet = QUIET.plus(record.spec().verify().poll());
        return record.revision() != mine
                && Duration.between(record.updatedAt(), session.now()).abs().compareTo(quiet) < 0;
    }

    private Tick round(CutoverRecord record) {
        Optional<Tick> back = look(record);
        if (back.isPresent()) {
            return back.get();
        }
        CutoverRecord seen = session.read(service);
        if (guarded(seen)) {
            reconciler.platforms(seen);
            CutoverRecord now = session.read(service);
            boolean followed = now.desired() != null
                    && !now.desired().eks().equals(seen.desired().eks());
            back = followed && guarded(now) ? look(now) : back;
        }
        return back.orElseGet(() -> again("watched"));
    }

    /** @return how it ended, when the traffic had to go back */
    private Optional<Tick> look(CutoverRecord record) {
        FleetReconciler.Look look = reconciler.look(record);
        if (!look.harm().isEmpty()) {
            return Optional.of(goBack(look.record(), look.harm()));
        }
        CutoverRecord stored = session.read(service);
        if (look.unsaved() && look.record().revision() == stored.revision()) {
            stored = session.write(look.record());
        }
        if (stored.revision() != record.revision()) {
            mine = stored.revision();
        }
        return Optional.empty();
    }

    private Tick goBack(CutoverRecord record, String harm) {
        TrafficRollback trafficRollback = new TrafficRollback(session);
        String reason = "found between the steps: " + harm;
        CutoverRecord back = trafficRollback.traffic(trafficRollback.decide(record, reason, true, EksAfter.KEEP));
        return new Tick.Failed(
                reason + "; traffic is " + (TrafficRollback.trafficIsBack(back) ? "" : "only in part ")
                        + "back on Mesos",
                Map.of("from", record.share().percent()));
    }

    private Tick again(String what) {
        return new Tick.Again(ROUND, service + ": " + what);
    }
}

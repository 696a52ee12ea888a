package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.Confirmation;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.DrainOutcome;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads and writes a service's record on behalf of an operation, and holds the environment's lock. */
public final class RecordSession {
    private final Context context;
    private HaproxySpec routed;
    private Router router;
    private String takenOver = "";
    private int jumpsReported;

    public RecordSession(Context context) {
        this.context = context;
        this.jumpsReported = jump().number();
    }

    /** The last jump of the wall clock that this process has seen. */
    public SteadyClock.Jump jump() {
        return context.clock() instanceof SteadyClock clock ? clock.jump() : new SteadyClock.Jump(0, "");
    }

    /** Other sessions of the process have seen the same jump: the notice is written once. */
    private CutoverRecord withJump(CutoverRecord record) {
        SteadyClock.Jump last = jump();
        boolean known = last.number() == jumpsReported;
        jumpsReported = last.number();
        return known ? record : withNotice(record, "clock", last.text());
    }

    public Instant now() {
        return context.clock().instant();
    }

    public Context context() {
        return context;
    }

    /** Kept as long as the operation: it holds no connection, but to read its certificates again costs time on each tick. */
    public Router router(HaproxySpec spec) {
        if (!spec.equals(routed)) {
            router = context.clients().router(spec);
            routed = spec;
        }
        return router;
    }

    public Optional<CutoverRecord> find(String service) {
        return context.journal().find(service);
    }

    /** @throws InvalidInputException naming the known services when there is no record */
    public CutoverRecord read(String service) {
        return find(service).orElseThrow(() -> context.journal().unknown(service));
    }

    /** Reads a record that this owner may move forward, and renews the lock. A change of owner is recorded. */
    public CutoverRecord forward(String service) {
        CutoverRecord record = read(service);
        if (!record.state().open() && record.state() != CutoverState.COMPLETED) {
            throw new CutoverException(service + " is " + record.state() + "; deploy it first");
        }
        if (record.state().returning()) {
            throw new CutoverException(service + " is being rolled back to Mesos: "
                    + record.rollback().reason());
        }
        lock(lockOf(record), service);
        return record.owner().equals(context.owner())
                ? record
                : write(record.with(d -> d.owner(context.owner())
                        .event(event(
                                "taken-over",
                                context.owner() + " continues the cutover that " + record.owner() + " began"))));
    }

    /** After EKS has all traffic the other services of the environment need not wait. No environment begins with "_". */
    private static String lockOf(CutoverRecord record) {
        return record.state() == CutoverState.COMPLETED
                ? "_service-" + record.service()
                : record.spec().environment();
    }

    /** @throws CutoverException naming the holder when another owner holds the environment, or the service's own lock */
    public void lock(String environment, String service) {
        Locks.Claim claim = context.locks().take(environment, service, context.owner());
        claim.other().ifPresent(holder -> {
            String what = environment.startsWith("_") ? "the completed cutover" : "environment " + environment;
            throw new CutoverException(what + " is held by " + holder.owner() + " for " + holder.service()
                    + ", last renewed at " + holder.renewed());
        });
        takenOver = claim.holder().takenOver();
    }

    /** A takeover of the lock is reported once; the lock itself stores it until then. */
    private CutoverRecord withTakeover(CutoverRecord record) {
        return takenOver.isEmpty() ? record : withNotice(record, "lock", takenOver);
    }

    /** A cutover that waits at a gate does not renew its lock. Its open record still holds the environment. */
    public void refuseSecondCutover(ServiceSpec spec) {
        Journal.Contents journal = context.journal().contents();
        journal.unreadable().stream().findFirst().ifPresent(line -> {
            throw new CutoverException(
                    line + "; it may hold environment " + spec.environment() + ", so no cutover is started");
        });
        for (CutoverRecord other : journal.records()) {
            if (other.state().open()
                    && other.spec().environment().equals(spec.environment())
                    && !other.service().equals(spec.service())) {
                throw new CutoverException("environment " + spec.environment() + " is held by the cutover of "
                        + other.service() + " (" + other.state() + ", EKS " + other.share() + ", " + other.owner()
                        + ")");
            }
        }
    }

    public void unlock(CutoverRecord record) {
        unlock(record.spec());
    }

    /** Releases the lock of a service that had completed. */
    public void unlockService(CutoverRecord record) {
        context.locks().release("_service-" + record.service(), record.service(), context.owner());
    }

    public void unlock(ServiceSpec spec) {
        context.locks().release(spec.environment(), spec.service(), context.owner());
    }

    public CutoverRecord write(CutoverRecord record) {
        return context.journal().save(withJump(withTakeover(record)));
    }

    /** Writes a record if it differs from the one before the change. */
    public CutoverRecord writeChange(CutoverRecord before, CutoverRecord after) {
        return after.equals(before) ? before : write(after);
    }

    /**
     * Sets the fleet to the desired traffic of a stored record. If another writer changed the desired traffic meanwhile,
     * this late round has overwritten it on the fleet: the newer one is applied again at once.
     *
     * @throws StaleRecordException in that case
     */
    public FleetOutcome apply(CutoverRecord record) {
        FleetOutcome outcome = router(record.spec().haproxy()).apply(record.desired());
        applyNewer(record, now -> now.desired().equals(record.desired()));
        return outcome;
    }

    /** Likewise: a rollback that began meanwhile needs the servers that were drained. */
    public DrainOutcome drain(CutoverRecord record, Side side, boolean cut) {
        DrainOutcome outcome = router(record.spec().haproxy()).drain(side, cut);
        applyNewer(
                record,
                now -> now.desired().equals(record.desired()) && !now.state().returning());
        return outcome;
    }

    private void applyNewer(CutoverRecord record, Predicate<CutoverRecord> current) {
        CutoverRecord now = read(record.service());
        if (current.test(now)) {
            return;
        }
        DesiredTraffic applied = null;
        while (!now.desired().equals(applied)) {
            applied = now.desired();
            router(record.spec().haproxy()).apply(applied);
            now = read(record.service());
        }
        throw new StaleRecordException(record.service(), record.revision(), now.revision());
    }

    /** The record with a notice and its event; the same record if the last notice of that subject says the same. */
    public CutoverRecord withNotice(CutoverRecord record, String subject, String text) {
        return record.reported().notice(subject).filter(text::equals).isPresent()
                ? record
                : record.with(
                        d -> d.reported(said -> said.withNotice(subject, text)).event(event(subject, text)));
    }

    /** The record with the event of a recovery, and without the notice; the same record if it has no such notice. */
    public CutoverRecord withoutNotice(CutoverRecord record, String subject, String recovery) {
        return record.reported().notice(subject).isEmpty()
                ? record
                : record.with(
                        d -> d.reported(said -> said.withoutNotice(subject)).event(event(subject, recovery)));
    }

    public Event event(String kind, String text) {
        return Event.of(now(), kind, text);
    }

    public Event event(String kind, String text, Map<String, Object> data) {
        return new Event(now(), kind, text, data);
    }

    /** What is known of each instance after an apply. One that did not confirm keeps its last confirmed share. */
    public Map<String, Confirmation> confirmations(CutoverRecord record, DesiredTraffic desired, FleetOutcome outcome) {
        Map<String, Confirmation> all = new TreeMap<>();
        for (InstanceOutcome i : outcome.instances()) {
            String name = i.instance().toString();
            Confirmation before = record.confirmed().get(name);
            all.put(
                    name,
                    i instanceof InstanceOutcome.Confirmed
                            ? new Confirmation(desired.share(), "", now())
                            : new Confirmation(before == null ? null : before.share(), i.text(), now()));
        }
        return all;
    }
}

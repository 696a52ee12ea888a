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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads and writes a service's record on behalf of an operation, and holds the environment's lock. */
public final class RecordSession {
    /** The kind of the event that says that Mesos is about to be given up. */
    public static final String RETIRE_INTENTION = "retire";

    private final Context context;
    private HaproxySpec routed;
    private Router router;
    private String takenOver = "";

    public RecordSession(Context context) {
        this.context = context;
    }

    public Instant now() {
        return context.clock().instant();
    }

    public Context context() {
        return context;
    }

    /** Kept as long as the operation: it holds no connection, but reading its certificates takes time that harm uses. */
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

    /** Reads a record that may be moved forward by this owner, and renews the lock; a change of owner is written down. */
    public CutoverRecord forward(String service) {
        CutoverRecord record = read(service);
        if (!record.state().open() && record.state() != CutoverState.COMPLETED) {
            throw new CutoverException(service + " is " + record.state() + "; deploy it first");
        }
        if (record.state().returning()) {
            throw new CutoverException(service + " is on its way back to Mesos: "
                    + record.rollback().reason());
        }
        lock(record.spec().environment(), service);
        return record.owner().equals(context.owner())
                ? record
                : write(record.with(d -> d.owner(context.owner())
                        .event(event(
                                "taken-over", context.owner() + " goes on with what " + record.owner() + " began"))));
    }

    /** @throws CutoverException naming the holder when somebody else holds the environment */
    public void lock(String environment, String service) {
        Locks.Claim claim = context.locks().take(environment, service, context.owner());
        claim.other().ifPresent(holder -> {
            throw new CutoverException("environment " + environment + " is held by " + holder.owner() + " for "
                    + holder.service() + " since its last sign of life at " + holder.renewed());
        });
        takenOver = claim.holder().takenOver();
    }

    /** That a lock was taken from somebody is told once; the lock itself remembers it until then. */
    private CutoverRecord withSuccession(CutoverRecord record) {
        boolean told = takenOver.isEmpty()
                || record.history().stream()
                        .anyMatch(e -> e.kind().equals("lock") && e.text().equals(takenOver));
        return told ? record : record.with(d -> d.event(event("lock", takenOver)));
    }

    /** A cutover that waits at a gate renews no lock; its open record holds the environment all the same. */
    public void refuseSecondCutover(ServiceSpec spec) {
        Journal.Contents journal = context.journal().contents();
        journal.unreadable().stream().findFirst().ifPresent(line -> {
            throw new CutoverException(line + "; whether it holds environment " + spec.environment()
                    + " is not known, so nothing is begun");
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

    public void unlock(ServiceSpec spec) {
        context.locks().release(spec.environment(), spec.service(), context.owner());
    }

    public CutoverRecord write(CutoverRecord record) {
        return context.journal().save(withSuccession(record));
    }

    /**
     * Makes the fleet what a stored record wants. When somebody decided otherwise while the commands were under way,
     * theirs is made so again before anything else: a tick that comes late must not have the last word.
     *
     * @throws StaleRecordException in that case
     */
    public FleetOutcome apply(CutoverRecord record) {
        FleetOutcome outcome = router(record.spec().haproxy()).apply(record.desired());
        giveWay(record, now -> now.desired().equals(record.desired()));
        return outcome;
    }

    /** Likewise: whoever called the service back meanwhile needs the servers that were drained. */
    public DrainOutcome drain(CutoverRecord record, Side side, boolean cut) {
        DrainOutcome outcome = router(record.spec().haproxy()).drain(side, cut);
        giveWay(
                record,
                now -> now.desired().equals(record.desired()) && !now.state().returning());
        return outcome;
    }

    private void giveWay(CutoverRecord record, Predicate<CutoverRecord> stands) {
        CutoverRecord now = read(record.service());
        if (stands.test(now)) {
            return;
        }
        DesiredTraffic made = null;
        while (!now.desired().equals(made)) {
            made = now.desired();
            router(record.spec().haproxy()).apply(made);
            now = read(record.service());
        }
        throw new StaleRecordException(record.service(), record.revision(), now.revision());
    }

    /**
     * The record with one more line in its history, unless the last line of that kind says the same.
     *
     * @param ends a kind that ends what such lines tell, so that the same is news again after it
     */
    public Optional<CutoverRecord> news(CutoverRecord record, String kind, String text, String ends) {
        boolean known = last(record, Set.of(kind, ends)).filter(text::equals).isPresent();
        return known ? Optional.empty() : Optional.of(record.with(d -> d.event(event(kind, text))));
    }

    public Optional<CutoverRecord> news(CutoverRecord record, String kind, String text) {
        return news(record, kind, text, "");
    }

    public static Optional<String> last(CutoverRecord record, Set<String> kinds) {
        for (int i = record.history().size() - 1; i >= 0; i--) {
            if (kinds.contains(record.history().get(i).kind())) {
                return Optional.of(record.history().get(i).text());
            }
        }
        return Optional.empty();
    }

    public Event event(String kind, String text) {
        return Event.of(now(), kind, text);
    }

    public Event event(String kind, String text, Map<String, Object> data) {
        return new Event(now(), kind, text, data);
    }

    /** What each instance is known to do after an apply; the last confirmed share stays where it did not confirm. */
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

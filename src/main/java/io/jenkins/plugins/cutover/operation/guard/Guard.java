package io.jenkins.plugins.cutover.operation.guard;

import io.jenkins.plugins.cutover.eks.PodWatch;
import io.jenkins.plugins.cutover.journal.JournalFailureException;
import io.jenkins.plugins.cutover.journal.RememberingJournal;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Guarding;
import io.jenkins.plugins.cutover.model.HandoverSpec;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.handover.FollowerMark;
import io.jenkins.plugins.cutover.operation.verify.GuardPoll;
import io.jenkins.plugins.cutover.operation.verify.JournalLoss;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Guards a service while no step moves it: between two steps, at a gate, after its build has ended, and after 100 %. It
 * corrects and reports drift, follows pods, and reports changes to Mesos from outside. As long as EKS has traffic and
 * Mesos was not given up it judges EKS, and sends the traffic back to Mesos in the round that finds harm.
 *
 * <p>It changes no owner and takes no environment. It pauses while others write the record. If it begins a round just as a
 * step begins, the journal refuses the later write of the two, and {@link RecordSession#apply} restores the newer decision.
 * Of several processes one guards a service, the one that the record names; see {@link GuardLease}.
 */
public final class Guard implements Operation {
    private static final Duration ROUND = Duration.ofMillis(2500);

    /** How often it asks the watch on the pods between two rounds, which costs no request. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** Added to the poll interval of a judged phase: a step that is alive writes more often than this. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final RecordSession session;
    private final FleetCare fleetCare;
    private final GuardPoll guardPoll;
    private final JournalLoss journalLoss;
    private final GuardLease lease;
    private final String service;
    private final Predicate<Owner> watched;
    private Mark own;
    private Mark seen;
    private Instant changedAt;
    private PodWatch watch = PodWatch.NONE;
    private boolean watching;
    private long changes;
    private Instant next;
    private String status = "";

    /**
     * @param lease of this process
     * @param watched whether cutovers of this owner are still to be guarded; the guard ends when they are not
     */
    public Guard(Context context, String service, GuardLease lease, Predicate<Owner> watched) {
        this.session = new RecordSession(context.with(new RememberingJournal(context.journal())));
        this.fleetCare = new FleetCare(session);
        this.guardPoll = new GuardPoll(session);
        this.journalLoss = new JournalLoss(session, service);
        this.lease = lease;
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

    /** Whether a cutover in this state needs a guard. */
    public static boolean guards(CutoverState state) {
        return state == CutoverState.DEPLOYING
                || state == CutoverState.RUNNING
                || state == CutoverState.COMPLETED
                || state == CutoverState.RETIRED;
    }

    /** As for its state; a retired service whose end state is in HAProxy's own configuration is reachable without us. */
    static boolean guards(CutoverRecord record) {
        boolean handedOver = record.state() == CutoverState.RETIRED
                && record.handed().provenAt() != null
                && record.spec().handover().form() != HandoverSpec.Form.FOLLOW;
        return guards(record.state()) && !handedOver;
    }

    /** Fails after it has sent the traffic back; a rollback does the rest. */
    @Override
    public Tick tick() {
        Instant now = session.now();
        boolean early = next != null && now.isBefore(next) && watch.changes() == changes;
        Tick tick = early ? new Tick.Again(Duration.between(now, next), status) : due();
        if (!(tick instanceof Tick.Again again)) {
            return tick;
        }
        status = again.status();
        next = early ? next : session.now().plus(again.after());
        return again.after().compareTo(LOOK) > 0 ? new Tick.Again(LOOK, status) : again;
    }

    private Tick due() {
        changes = watch.changes();
        Optional<CutoverRecord> found = session.find(service).filter(this::guarded);
        if (found.isEmpty()) {
            return new Tick.Done(Map.of());
        }
        CutoverRecord record = found.get();
        if (record.state() == CutoverState.DEPLOYING && record.share().equals(Share.NONE) || record.desired() == null) {
            return again("nothing is on EKS yet");
        }
        lease.renew();
        if (!ours(record)) {
            return again("guarded by " + record.guard().by());
        }
        if (movedByOthers(record)) {
            return again("a step is moving the cutover");
        }
        return isJudged(record) ? journalLoss.round(() -> round(record)) : round(record);
    }

    /** Before EKS has traffic there is nothing to judge, and after Mesos was given up nothing to send back to. */
    private static boolean isJudged(CutoverRecord record) {
        return record.state() != CutoverState.RETIRED && !record.share().equals(Share.NONE);
    }

    private boolean guarded(CutoverRecord record) {
        return guards(record) && watched.test(record.owner());
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

    private boolean ours(CutoverRecord record) {
        Guarding known = record.guard();
        return known == null || known.by().equals(lease.by()) || lease.lapsed(known.by());
    }

    private Tick round(CutoverRecord found) {
        CutoverRecord record = claimed(found);
        if (!watching) {
            watch = session.context().clients().podWatch(record.spec().eks());
            watching = true;
        }
        Tick tick = isJudged(record) ? guardPoll.poll(record) : fleetCare.round(record);
        CutoverRecord after = marked(session.read(service));
        own = Mark.of(after);
        boolean followed = after.desired() != null
                && !after.desired().eks().equals(record.desired().eks());
        return followed && tick instanceof Tick.Again ? Tick.Again.now(service + ": follows the pods") : tick;
    }

    /** Without the mark Mesos is not given up, and nothing else depends on it: a full disk must not end the guard for it. */
    private CutoverRecord marked(CutoverRecord record) {
        try {
            return FollowerMark.seen(session, record, lease.by());
        } catch (JournalFailureException full) {
            return record;
        }
    }

    /** Only a service with traffic on EKS has a guard on record: it is written before the guard acts. */
    private CutoverRecord claimed(CutoverRecord record) {
        Guarding known = record.guard();
        if (record.share().equals(Share.NONE) || known != null && known.by().equals(lease.by())) {
            return record;
        }
        Guarding now = new Guarding(lease.by(), session.now());
        return session.write(record.with(d -> known == null
                ? d.guard(now)
                : d.guard(now)
                        .event(session.event(
                                "guard",
                                now.by() + " guards it from now on: the lease of " + known.by() + " has lapsed"))));
    }

    private Tick again(String what) {
        return new Tick.Again(ROUND, service + ": " + what);
    }
}

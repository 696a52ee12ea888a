package io.jenkins.plugins.cutover.operation.reconcile;

import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.MarathonException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sends the traffic back to Mesos. It never waits for an instance that does not answer: the others are changed at once,
 * and the state is PARTIAL until the last one has confirmed.
 */
public final class TrafficRollback {
    /** How many lost races for the record are retried with the same reading of the fleet. */
    private static final int RACES = 10;

    /** A reading of the fleet this old is current. Marathon answers in milliseconds; HAProxy checks servers every second. */
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final RecordSession session;

    public TrafficRollback(RecordSession session) {
        this.session = session;
    }

    /**
     * The share that EKS keeps until Mesos can carry it.
     *
     * @param failing why EKS gets no traffic at all, whatever Mesos can carry; empty when it is healthy
     */
    private record Kept(Share share, String failing) {
        static final Kept NOTHING = new Kept(Share.NONE, "");

        boolean eksFails() {
            return !failing.isEmpty();
        }
    }

    /**
     * Records the decision; from here on nothing moves the service forward. Then does one round over the fleet. A failing
     * EKS loses all traffic at once; a healthy one keeps what Mesos cannot carry yet.
     */
    public Result start(CutoverRecord record, String reason, boolean eksFailing) {
        Kept kept = eksFailing ? Kept.NOTHING : kept(record);
        return new Result(traffic(decide(record, kept, reason, eksFailing, EksAfter.KEEP)));
    }

    /** @param record as stored */
    public record Result(CutoverRecord record) {
        /** How far the traffic is back, for the end of a sentence. */
        public String text() {
            return "traffic is " + (trafficIsBack(record) ? "" : "only in part ") + "back on Mesos";
        }
    }

    /**
     * Records the decision while another operation moves the service. That one writes every second, and to read a
     * Marathon that does not answer takes ten: the decision is applied to the newest record, without another reading.
     */
    public CutoverRecord decideAgainstOthers(CutoverRecord record, String reason, EksAfter target) {
        Kept kept = kept(record);
        CutoverRecord latest = record;
        for (int tries = 1; !latest.state().returning(); tries++) {
            try {
                return decide(latest, kept, reason, false, target);
            } catch (StaleRecordException moved) {
                latest = session.read(record.service());
                if (tries == RACES || !latest.state().open()) {
                    throw moved;
                }
            }
        }
        return latest;
    }

    private CutoverRecord decide(CutoverRecord record, Kept kept, String reason, boolean eksFailing, EksAfter target) {
        boolean failing = eksFailing || kept.eksFails();
        Share meanwhile = kept.share().compareTo(record.share()) < 0 ? kept.share() : record.share();
        return session.write(record.with(d -> d.state(CutoverState.ROLLING_BACK)
                .rollback(CutoverRecord.Rollback.decide(reason, record.share(), failing, target, session.now()))
                .desired(record.desired().withShare(meanwhile))
                .ask(record.asks().underWay() ? record.asks().ended(session.now(), 0) : record.ask())
                .event(session.event(
                        "rollback",
                        "rollback to Mesos from " + record.share() + ": " + reason + meanwhile(kept),
                        Map.of("from", record.share().percent())))));
    }

    private static String meanwhile(Kept kept) {
        if (kept.eksFails()) {
            return "; all traffic leaves EKS at once: " + kept.failing();
        }
        return kept.share().equals(Share.NONE) ? "" : "; Mesos cannot carry all, EKS keeps " + kept.share();
    }

    /** Lowers the share of EKS to what Mesos cannot carry by now, or to zero if EKS has failed meanwhile. */
    public CutoverRecord lowerShare(CutoverRecord record) {
        Kept kept = kept(record);
        if (kept.share().compareTo(record.share()) >= 0) {
            return record;
        }
        boolean failing = kept.eksFails();
        return session.write(record.with(d -> d.desired(record.desired().withShare(kept.share()))
                .rollback(failing ? record.rollback().withEksFailing() : record.rollback())
                .event(
                        failing
                                ? session.event("rollback", "all traffic leaves EKS at once: " + kept.failing())
                                : capacity(kept))));
    }

    private Event capacity(Kept kept) {
        return session.event(
                "capacity",
                kept.share().equals(Share.NONE)
                        ? "Mesos can carry everything again"
                        : "Mesos can carry more, EKS keeps " + kept.share());
    }

    /** The share that Mesos cannot carry; never more than EKS has. */
    private Kept kept(CutoverRecord record) {
        if (record.share().equals(Share.NONE)) {
            return Kept.NOTHING;
        }
        FleetReading fleet = session.router(record.spec().haproxy()).read();
        return nothingIfEksFails(fleet).orElseGet(() -> keptWithMarathon(record, fleet));
    }

    private static Optional<Kept> nothingIfEksFails(FleetReading fleet) {
        return Optional.of(FleetReconciler.harm(fleet))
                .filter(failing -> !failing.isEmpty())
                .map(failing -> new Kept(Share.NONE, failing));
    }

    /** Reads the fleet again if Marathon was slow: a server may have gone down since. */
    private Kept keptWithMarathon(CutoverRecord record, FleetReading fleet) {
        Instant asked = session.now();
        Optional<App> app;
        try {
            app = app(record);
        } catch (MarathonException deleted) {
            // No task is left to carry traffic. The rollback restores the app first.
            return new Kept(record.share(), "");
        }
        boolean old = Duration.between(asked, session.now()).abs().compareTo(PROMPT) > 0;
        FleetReading now = old ? session.router(record.spec().haproxy()).read() : fleet;
        return nothingIfEksFails(now).orElseGet(() -> new Kept(beyondMesos(record, now, app), ""));
    }

    private Share beyondMesos(CutoverRecord record, FleetReading fleet, Optional<App> app) {
        Share rest = MesosCapacity.of(record, fleet, app, session.now())
                .map(able -> Share.ofFraction(1 - able))
                .orElse(record.share());
        return rest.compareTo(record.share()) < 0 ? rest : record.share();
    }

    /** @throws MarathonException when the app does not exist any more */
    private Optional<App> app(CutoverRecord record) {
        try {
            return Optional.of(
                    session.context().clients().mesos(record.spec().marathon()).app());
        } catch (CutoverException e) {
            if (e instanceof MarathonException m && m.kind() == MarathonException.Kind.MISSING) {
                throw m;
            }
            return Optional.empty();
        }
    }

    /**
     * EKS does harm while it keeps the traffic that Mesos cannot carry yet: all of it leaves at once. Records the decision,
     * then does one round over the fleet.
     *
     * @param record with the evidence, not stored yet
     * @param harm one sentence
     */
    public CutoverRecord leave(CutoverRecord record, String harm) {
        return traffic(session.write(record.with(d -> d.desired(record.desired().withShare(Share.NONE))
                .rollback(record.rollback().withEksFailing())
                .event(session.event("rollback", "all traffic leaves EKS at once: " + harm)))));
    }

    /**
     * What it costs that all traffic is on Mesos already.
     *
     * @return one sentence; empty when Mesos can carry everything, or when it is not known
     */
    public String cost(CutoverRecord record) {
        FleetReading fleet = session.router(record.spec().haproxy()).read();
        Optional<App> app;
        try {
            app = app(record);
        } catch (MarathonException deleted) {
            return "all traffic was sent to Mesos although its app was deleted: requests fail until it is restored";
        }
        return MesosCapacity.of(record, fleet, app, session.now())
                .filter(able -> able < 1)
                .map(able -> "all traffic is on Mesos, which can carry " + Share.ofFraction(able)
                        + " of it now: requests may wait or fail until it can carry all")
                .orElse("");
    }

    /** One round over the fleet towards the desired share. */
    public CutoverRecord traffic(CutoverRecord record) {
        Instant began = session.now();
        FleetOutcome outcome = session.apply(record);
        CutoverRecord known = record.with(d -> d.confirmed(session.confirmations(record, record.desired(), outcome)));
        boolean changed = !known.sameConfirmationsAs(record);
        if (!record.share().equals(Share.NONE)) {
            return changed ? session.write(known) : known;
        }
        boolean whole = outcome.confirmed();
        boolean first = record.rollback().trafficBackAt() == null
                && !outcome.confirmations().isEmpty();
        CutoverState state = whole ? CutoverState.ROLLING_BACK : CutoverState.PARTIAL;
        if (!first && state == record.state()) {
            return changed ? session.write(known) : known;
        }
        Instant back = began.plus(slowest(outcome));
        return session.write(known.with(d -> d.state(state)
                .rollback(first ? record.rollback().withTrafficBack(back) : record.rollback())
                .event(session.event("traffic-back", text(record, outcome, back)))));
    }

    /** A silent instance delays the round until its deadline; the others confirmed long before. */
    private static Duration slowest(FleetOutcome outcome) {
        return outcome.confirmations().stream()
                .map(InstanceOutcome.Confirmed::took)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static String text(CutoverRecord record, FleetOutcome outcome, Instant back) {
        Duration took = Duration.between(record.rollback().decidedAt(), back);
        String all = outcome.confirmations().size() + " of "
                + outcome.instances().size() + " HAProxy instances send everything to Mesos, " + Durations.text(took)
                + " after the decision";
        return outcome.confirmed() ? all : "PARTIAL: " + all + "; missing: " + String.join("; ", outcome.problems());
    }

    /**
     * Marathon reports healthy tasks before HAProxy's own checks have seen them.
     *
     * @return the instances that see no Mesos server up; empty when there are none
     */
    public String withoutMesos(CutoverRecord record) {
        return session.router(record.spec().haproxy()).read().reachable().stream()
                .filter(i -> i.servers(Side.MESOS).stream().noneMatch(ServerReading::up))
                .map(i -> i.instance() + ": no Mesos server is up yet")
                .collect(Collectors.joining("; "));
    }

    /** Whether every instance has confirmed that it sends everything to Mesos. */
    public static boolean trafficIsBack(CutoverRecord record) {
        return record.rollback().trafficBackAt() != null
                && record.state() == CutoverState.ROLLING_BACK
                && record.desired().share().equals(Share.NONE);
    }
}

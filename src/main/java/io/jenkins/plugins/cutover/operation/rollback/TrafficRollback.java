package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.MarathonException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.reconcile.FleetReconciler;
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
 * Sends the traffic back to Mesos. It never waits for an instance that does not answer: the others go at once, and the
 * state says PARTIAL until the last one has confirmed.
 */
public final class TrafficRollback {
    /** How often in a row somebody else may be faster with the record before the look is taken anew. */
    private static final int RACES = 10;

    /** Marathon's answer takes some milliseconds, and a health check of HAProxy a second. */
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final RecordSession session;

    public TrafficRollback(RecordSession session) {
        this.session = session;
    }

    /**
     * What EKS keeps.
     *
     * @param failing why EKS is left at once whatever Mesos can carry; empty when it is not
     */
    private record Kept(Share share, String failing) {
        static final Kept NOTHING = new Kept(Share.NONE, "");
    }

    /**
     * Writes the intention. From here on nothing moves the service forward. A failing EKS is left at once; otherwise it
     * keeps what Mesos cannot carry yet.
     */
    public CutoverRecord decide(
            CutoverRecord record, String reason, boolean eksFailing, CutoverRecord.EksAfter target) {
        return intend(record, eksFailing ? Kept.NOTHING : kept(record), reason, eksFailing, target);
    }

    /**
     * The same for whoever comes from outside. Whoever moves the service writes every second, and a look at a Marathon
     * that is away takes ten: what was seen is written on top of what was written meanwhile.
     */
    CutoverRecord callBack(CutoverRecord record, String reason, CutoverRecord.EksAfter target) {
        Kept kept = kept(record);
        CutoverRecord latest = record;
        for (int tries = 1; !latest.state().returning(); tries++) {
            try {
                return intend(latest, kept, reason, false, target);
            } catch (StaleRecordException moved) {
                latest = session.read(record.service());
                if (tries == RACES || !latest.state().open()) {
                    throw moved;
                }
            }
        }
        return latest;
    }

    private CutoverRecord intend(
            CutoverRecord record, Kept kept, String reason, boolean eksFailing, CutoverRecord.EksAfter target) {
        boolean failing = eksFailing || !kept.failing().isEmpty();
        Share meanwhile = kept.share().compareTo(record.share()) < 0 ? kept.share() : record.share();
        return session.write(record.with(d -> d.state(CutoverState.ROLLING_BACK)
                .rollback(
                        new CutoverRecord.Rollback(reason, record.share(), failing, target, session.now(), null, null))
                .desired(record.desired().withShare(meanwhile))
                .event(session.event(
                        "rollback",
                        "back to Mesos from " + record.share() + ": " + reason + meanwhile(kept),
                        Map.of("from", record.share().percent())))));
    }

    private static String meanwhile(Kept kept) {
        if (!kept.failing().isEmpty()) {
            return "; EKS is left at once: " + kept.failing();
        }
        return kept.share().equals(Share.NONE) ? "" : "; Mesos is short, EKS keeps " + kept.share();
    }

    /** As much further back as Mesos can carry by now, or all of it where EKS fails meanwhile. */
    CutoverRecord further(CutoverRecord record) {
        Kept kept = kept(record);
        if (kept.share().compareTo(record.share()) >= 0) {
            return record;
        }
        boolean failing = !kept.failing().isEmpty();
        return session.write(record.with(d -> d.desired(record.desired().withShare(kept.share()))
                .rollback(failing ? record.rollback().withEksFailing() : record.rollback())
                .event(failing ? session.event("rollback", "EKS is left at once: " + kept.failing()) : more(kept))));
    }

    private Event more(Kept kept) {
        return session.event(
                "capacity",
                kept.share().equals(Share.NONE)
                        ? "Mesos can carry everything again"
                        : "Mesos can carry more, EKS keeps " + kept.share());
    }

    /** What Mesos cannot carry; never more than EKS has. */
    private Kept kept(CutoverRecord record) {
        if (record.share().equals(Share.NONE)) {
            return Kept.NOTHING;
        }
        FleetReading fleet = session.router(record.spec().haproxy()).read();
        return leftAtOnce(fleet).orElseGet(() -> keptBeside(record, fleet));
    }

    private static Optional<Kept> leftAtOnce(FleetReading fleet) {
        return Optional.of(FleetReconciler.harm(fleet))
                .filter(failing -> !failing.isEmpty())
                .map(failing -> new Kept(Share.NONE, failing));
    }

    /** What HAProxy said before a Marathon that took its time is not believed: a server may have gone down since. */
    private Kept keptBeside(CutoverRecord record, FleetReading fleet) {
        Instant asked = session.now();
        Optional<App> app;
        try {
            app = app(record);
        } catch (MarathonException deleted) {
            // No task is left to carry anything; the way back puts the app back first.
            return new Kept(record.share(), "");
        }
        boolean old = Duration.between(asked, session.now()).abs().compareTo(PROMPT) > 0;
        FleetReading now = old ? session.router(record.spec().haproxy()).read() : fleet;
        return leftAtOnce(now).orElseGet(() -> new Kept(beyondMesos(record, now, app), ""));
    }

    private Share beyondMesos(CutoverRecord record, FleetReading fleet, Optional<App> app) {
        Share rest = MesosCapacity.of(record, fleet, app, session.now())
                .map(able -> Share.ofFraction(1 - able))
                .orElse(record.share());
        return rest.compareTo(record.share()) < 0 ? rest : record.share();
    }

    /** @throws MarathonException when the app is not there any more */
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

    /** One round over the fleet towards the desired share. */
    public CutoverRecord traffic(CutoverRecord record) {
        Instant began = session.now();
        FleetOutcome outcome = session.apply(record);
        CutoverRecord told = record.with(d -> d.confirmed(session.confirmations(record, record.desired(), outcome)));
        boolean learnt = !told.sameConfirmationsAs(record);
        if (!record.share().equals(Share.NONE)) {
            return learnt ? session.write(told) : told;
        }
        boolean whole = outcome.confirmed();
        boolean first = record.rollback().trafficBackAt() == null
                && !outcome.confirmations().isEmpty();
        CutoverState state = whole ? CutoverState.ROLLING_BACK : CutoverState.PARTIAL;
        if (!first && state == record.state()) {
            return learnt ? session.write(told) : told;
        }
        Instant back = began.plus(slowest(outcome));
        return session.write(told.with(d -> d.state(state)
                .rollback(first ? record.rollback().withTrafficBack(back) : record.rollback())
                .event(session.event("traffic-back", text(record, outcome, back)))));
    }

    /** A silent instance holds the round up to its deadline; those that confirmed had done so long before. */
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
     * Marathon's word that the tasks are well comes before HAProxy's own checks have seen them.
     *
     * @return the instances that see no Mesos server up; empty when there are none
     */
    String dark(CutoverRecord record) {
        return session.router(record.spec().haproxy()).read().reachable().stream()
                .filter(i -> i.servers(Side.MESOS).stream().noneMatch(ServerReading::up))
                .map(i -> i.instance() + ": no Mesos server is up yet")
                .collect(Collectors.joining("; "));
    }

    public static boolean trafficIsBack(CutoverRecord record) {
        return record.rollback().trafficBackAt() != null
                && record.state() == CutoverState.ROLLING_BACK
                && record.desired().share().equals(Share.NONE);
    }
}

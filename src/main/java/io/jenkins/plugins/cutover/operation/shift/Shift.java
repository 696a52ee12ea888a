package io.jenkins.plugins.cutover.operation.shift;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.Measurement;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Retirement;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.reconcile.FleetDiffersException;
import io.jenkins.plugins.cutover.operation.reconcile.FleetMembership;
import io.jenkins.plugins.cutover.operation.verify.JournalLoss;
import io.jenkins.plugins.cutover.operation.verify.ShiftWatch;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sets the share of EKS on every instance of the fleet, or on none: when one refuses, or does not answer within the
 * time-out, the others return to the share they came from. The shift is done when the split that clients get was
 * measured, or when there was too little traffic to measure it, which the result then says. A {@link ShiftWatch} judges
 * the traffic meanwhile: harm ends the shift at once.
 *
 * <p>Its stages: begin, move (in steps on a ramp), measure, drain. Undo replaces them when the shift fails.
 */
public final class Shift implements Operation {
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final Duration MEASURE = Duration.ofMillis(500);
    /** Time between two ticks of a ramp. */
    private static final Duration RAMP = Duration.ofSeconds(1);

    private final RecordSession session;
    private final FleetMembership membership;
    private final ShiftWatch watch;
    private final ShiftUndo undo;
    private final DrainStage drain;
    private final JournalLoss journalLoss;
    private final String service;
    private final Share to;
    private final ShiftOptions options;
    private final Ramp ramp;

    /** Without a drain. */
    public Shift(Context context, String service, Share to, Duration over, Duration timeout) {
        this(context, service, to, ShiftOptions.of(over, timeout));
    }

    /** @throws InvalidInputException for options that do not go with the share */
    public Shift(Context context, String service, Share to, ShiftOptions options) {
        this.session = new RecordSession(context);
        this.membership = new FleetMembership(session);
        this.watch = new ShiftWatch(context, service);
        this.undo = new ShiftUndo(session);
        this.drain = new DrainStage(session, options);
        this.journalLoss = new JournalLoss(session, service);
        this.service = service;
        this.to = to;
        this.options = options.checked(to);
        this.ramp = new Ramp(to, options.over());
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String name() {
        return "shift to " + to;
    }

    @Override
    public Tick tick() {
        return journalLoss.tick(this::step);
    }

    private Tick step() {
        CutoverRecord found = session.forward(service);
        CutoverRecord.Shift current = found.shift();
        boolean underWay = current != null && !current.done();
        try {
            return step(underWay && current.undoing() ? found : membership.current(found));
        } catch (FleetDiffersException e) {
            if (!underWay) {
                throw e;
            }
            return undo.begin(found, e.getMessage());
        }
    }

    private Tick step(CutoverRecord record) {
        if (record.deployment() == null || record.deployment().revision().isEmpty()) {
            throw new CutoverException(service + " is not deployed on EKS yet; run deployToEks first");
        }
        CutoverRecord.Shift shift = record.shift();
        if (shift == null
                || !shift.to().equals(to)
                || (shift.done() && !record.share().equals(to))) {
            return begin(record);
        }
        if (shift.undoing()) {
            return undo.undo(record);
        }
        return shift.done() ? ShiftResult.of(record) : watched(record);
    }

    /** The exact changes that the shift would make now, one line each; nothing is changed or written. */
    public List<String> dryRun() {
        CutoverRecord record = session.read(service);
        if (record.desired() == null) {
            throw new CutoverException(service + " is not deployed on EKS yet; run deployToEks first");
        }
        List<String> lines = new ArrayList<>();
        if (!options.over().isZero()) {
            lines.add("in steps of " + Durations.text(ramp.step()) + " over " + Durations.text(options.over())
                    + "; at the end:");
        }
        session.router(record.spec().haproxy()).dryRun(record.desired().withShare(to)).stream()
                .flatMap(change -> change.lines().stream())
                .forEach(lines::add);
        return lines;
    }

    private Tick begin(CutoverRecord record) {
        CutoverRecord.Shift old = record.shift();
        Share from = old == null || old.done() ? record.share() : old.from();
        CutoverRecord open = opened(record);
        session.write(open.with(d -> d.shift(CutoverRecord.Shift.begin(from, to, options.manner(), session.now()))
                .ask(record.asks().underWay() ? record.asks().ended(session.now(), 0) : record.ask())
                .event(session.event("shift", "shifting " + from + " -> " + to, Map.of("to", to.percent())))));
        return Tick.Again.now(status(from));
    }

    /** A smaller share of a completed cutover opens it again: the share must be judged before it is complete. */
    private CutoverRecord opened(CutoverRecord record) {
        if (record.state() != CutoverState.COMPLETED || to.equals(Share.ALL)) {
            return record;
        }
        Retirement retirement = record.retirement();
        if (retirement != null && retirement.decidedAt() != null) {
            throw new CutoverException("Mesos is being given up for " + service + "; finish retireMesos or roll back");
        }
        session.lock(record.spec().environment(), service);
        session.refuseSecondCutover(record.spec());
        session.unlockService(record);
        return record.with(d -> d.state(CutoverState.RUNNING)
                .retirement(retirement == null ? null : retirement.restarted())
                .event(session.event(
                        "reopened", "EKS gets less than all again; the cutover is open until it has all")));
    }

    /** Harm ends the shift in the tick that finds it. */
    private Tick watched(CutoverRecord record) {
        Optional<Tick.Failed> harm = ShiftWatch.watches(record) ? watch.poll() : Optional.empty();
        return harm.isPresent() ? harm.get() : advance();
    }

    /** Reads the record again: the poll takes time, and a rollback may have begun meanwhile. */
    private Tick advance() {
        CutoverRecord record = session.forward(service);
        Measurement measurement = record.shift().measurement();
        if (measurement == null) {
            return move(record);
        }
        return measurement.text().isEmpty() ? measure(record) : drain.tick(record);
    }

    private Tick move(CutoverRecord known) {
        CutoverRecord record = resumed(known);
        DesiredTraffic desired = record.desired().withShare(ramp.due(record.shift(), session.now()));
        CutoverRecord intended =
                desired.equals(record.desired()) ? record : session.write(record.with(d -> d.desired(desired)));
        FleetOutcome outcome = session.apply(intended);
        CutoverRecord answered = intended.with(d -> d.confirmed(session.confirmations(intended, desired, outcome)));
        if (!outcome.confirmed()) {
            return notEverywhere(intended, answered, outcome);
        }
        if (!desired.share().equals(to)) {
            session.write(answered);
            return startWatch(new Tick.Again(RAMP, status(desired.share())));
        }
        Measurement begun =
                ShareMeasurement.begin(session.router(record.spec().haproxy()).read(), session.now());
        session.write(answered.with(d -> d.shift(record.shift().measured(begun))
                .event(session.event(
                        "shifted",
                        "EKS has " + to + " on " + outcome.instances().size() + " of "
                                + outcome.instances().size() + " instances",
                        achieved(outcome)))));
        return startWatch(new Tick.Again(RETRY, status(to) + ", measuring"));
    }

    private Tick notEverywhere(CutoverRecord intended, CutoverRecord answered, FleetOutcome outcome) {
        if (timedOut(answered.shift()) || !outcome.refusals().isEmpty()) {
            return undo.begin(answered, String.join("; ", outcome.problems()));
        }
        if (!answered.sameConfirmationsAs(intended)) {
            session.write(answered);
        }
        return startWatch(new Tick.Again(
                RETRY,
                status(answered.share()) + ", waits for " + outcome.problems().get(0)));
    }

    /** The watch begins with the first share that EKS gets, on whichever instance. */
    private Tick startWatch(Tick next) {
        CutoverRecord record = session.read(service);
        if (!record.share().equals(Share.NONE) && !to.equals(Share.NONE) && !ShiftWatch.watches(record)) {
            watch.poll();
        }
        return next;
    }

    private Tick measure(CutoverRecord record) {
        FleetReading fleet = session.router(record.spec().haproxy()).read();
        Duration spent = Duration.between(record.shift().measurement().startedAt(), session.now());
        String drift = ShareMeasurement.notAsDesired(fleet, record.desired());
        if (!drift.isEmpty()) {
            // The watch repairs drift; until then the split is not what was confirmed.
            return spent.compareTo(options.timeout()) > 0
                    ? undo.begin(record, drift)
                    : new Tick.Again(RETRY, status(to) + ", waits for " + drift);
        }
        return measured(record, ShareMeasurement.of(record, fleet, spent, options.timeout()));
    }

    private Tick measured(CutoverRecord record, ShareMeasurement.Progress progress) {
        CutoverRecord measured = record.with(d -> d.shift(record.shift().measured(progress.measurement())));
        if (!progress.wrong().isEmpty()) {
            return undo.begin(measured, progress.wrong());
        }
        if (!progress.complete()) {
            if (!progress.measurement().equals(record.shift().measurement())) {
                session.write(measured.with(d -> d.event(session.event("measuring", progress.status()))));
            }
            return new Tick.Again(MEASURE, status(to) + ", " + progress.status());
        }
        String text = progress.measurement().text();
        CutoverRecord complete = measured.with(d -> d.event(session.event("measured", text)));
        if (options.drain() == null) {
            return ShiftResult.end(session, complete);
        }
        session.write(complete);
        return Tick.Again.now(status(to) + ", " + text);
    }

    private CutoverRecord resumed(CutoverRecord record) {
        return ramp.restarted(record.shift(), record.share(), session.now())
                .map(start -> record.with(d -> d.shift(record.shift().startedAt(start))
                        .event(session.event(
                                "ramp", "the ramp to " + to + " paused and continues at " + record.share()))))
                .orElse(record);
    }

    private boolean timedOut(CutoverRecord.Shift shift) {
        Duration spent = Duration.between(shift.startedAt(), session.now());
        return spent.compareTo(options.over().plus(options.timeout())) > 0;
    }

    private static Map<String, Object> achieved(FleetOutcome outcome) {
        Map<String, Object> data = new TreeMap<>();
        for (InstanceOutcome.Confirmed c : outcome.confirmations()) {
            data.put(c.instance().toString(), c.achieved().percent());
        }
        return data;
    }

    private String status(Share share) {
        return service + ": shifting to " + to + ", at " + share;
    }
}

package io.jenkins.plugins.cutover.operation.shift;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.Drain;
import io.jenkins.plugins.cutover.model.CutoverRecord.Measurement;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.rollback.TrafficRollback;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.traffic.DrainOutcome;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sets the share of EKS on every instance of the fleet, or nowhere: when one refuses, or stays silent past the
 * time-out, the others go back to the share they came from. It is done when the split that clients get was measured, or
 * there was too little traffic to tell, which is then said. Meanwhile the judge watches: harm is left at once.
 */
public final class Shift implements Operation {
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final Duration LOOK = Duration.ofMillis(500);
    /** How soon a ramp is looked at again. */
    private static final Duration STEP = Duration.ofSeconds(1);

    private final RecordSession session;
    private final Verify watch;
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
        this.watch = Verify.watching(context, service);
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
        CutoverRecord record = session.forward(service);
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
            return undo(record);
        }
        return shift.done() ? new Tick.Done(result(record)) : watched(record);
    }

    /** The exact changes that the shift would make as things stand now, one line each; nothing is changed or written. */
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
        session.write(record.with(d -> d.shift(CutoverRecord.Shift.begin(from, to, options.manner(), session.now()))
                .event(session.event("shift", "shifting " + from + " -> " + to, Map.of("to", to.percent())))));
        return Tick.Again.now(status(from));
    }

    /** Harm ends the shift in the tick that finds it; the watch has sent the traffic back then. */
    private Tick watched(CutoverRecord record) {
        if (Verify.watches(record)) {
            Tick seen = watch.tick();
            if (seen instanceof Tick.Failed) {
                return seen;
            }
        }
        // The look may have taken its time, and somebody may have called the service back meanwhile.
        CutoverRecord now = session.forward(service);
        if (now.shift().measurement() == null) {
            return advance(now);
        }
        return now.shift().measurement().text().isEmpty() ? measure(now) : drain(now);
    }

    private Tick advance(CutoverRecord known) {
        CutoverRecord record = awake(known);
        DesiredTraffic desired = record.desired().withShare(ramp.due(record.shift(), session.now()));
        CutoverRecord intended =
                desired.equals(record.desired()) ? record : session.write(record.with(d -> d.desired(desired)));
        FleetOutcome outcome = session.apply(intended);
        CutoverRecord told = intended.with(d -> d.confirmed(session.confirmations(intended, desired, outcome)));
        if (!outcome.confirmed()) {
            return notEverywhere(intended, told, outcome);
        }
        if (!desired.share().equals(to)) {
            session.write(told);
            return watching(new Tick.Again(STEP, status(desired.share())));
        }
        Measurement begun =
                ShareMeasurement.begin(session.router(record.spec().haproxy()).read(), session.now());
        session.write(told.with(d -> d.shift(record.shift().measured(begun))
                .event(session.event(
                        "shifted",
                        "EKS has " + to + " on " + outcome.instances().size() + " of "
                                + outcome.instances().size() + " instances",
                        achieved(outcome)))));
        return watching(new Tick.Again(RETRY, status(to) + ", measuring"));
    }

    private Tick notEverywhere(CutoverRecord intended, CutoverRecord told, FleetOutcome outcome) {
        if (silentTooLong(told.shift()) || !outcome.refusals().isEmpty()) {
            return takeBack(told, String.join("; ", outcome.problems()));
        }
        if (!TrafficRollback.known(told).equals(TrafficRollback.known(intended))) {
            session.write(told);
        }
        return new Tick.Again(
                RETRY,
                status(told.share()) + ", waits for " + outcome.problems().get(0));
    }

    /** From the first request on EKS on, the judge looks on. */
    private Tick watching(Tick again) {
        CutoverRecord record = session.read(service);
        if (!record.share().equals(Share.NONE) && !to.equals(Share.NONE) && !Verify.watches(record)) {
            watch.tick();
        }
        return again;
    }

    private Tick measure(CutoverRecord record) {
        FleetReading fleet = session.router(record.spec().haproxy()).read();
        Duration spent = Duration.between(record.shift().measurement().startedAt(), session.now());
        String off = ShareMeasurement.notAsDesired(fleet, record.desired());
        if (!off.isEmpty()) {
            // Not done while an instance is not what it was confirmed to be; the watch puts right what it can.
            return spent.compareTo(options.timeout()) > 0
                    ? takeBack(record, off)
                    : new Tick.Again(RETRY, status(to) + ", waits for " + off);
        }
        ShareMeasurement.Look look = ShareMeasurement.look(record, fleet, spent, options.timeout());
        CutoverRecord told = record.with(d -> d.shift(record.shift().measured(look.measurement())));
        if (!look.wrong().isEmpty()) {
            return takeBack(told, look.wrong());
        }
        if (!look.over()) {
            if (!look.measurement().equals(record.shift().measurement())) {
                session.write(told.with(d -> d.event(session.event("measuring", look.status()))));
            }
            return new Tick.Again(LOOK, status(to) + ", " + look.status());
        }
        CutoverRecord measured = told.with(
                d -> d.event(session.event("measured", look.measurement().text())));
        if (options.drain() == null) {
            return done(measured);
        }
        session.write(measured);
        return Tick.Again.now(status(to) + ", " + look.measurement().text());
    }

    /** @param record with the event that tells how it ended */
    private Tick done(CutoverRecord record) {
        return new Tick.Done(
                result(session.write(record.with(d -> d.shift(record.shift().ended(session.now()))))));
    }

    private Tick drain(CutoverRecord record) {
        Drain drain = record.shift().drain();
        if (options.drain() == null) {
            return done(record.with(d -> d.event(session.event("drained", "the drain is not wanted any more"))));
        }
        Side side = DrainPolicy.side(record);
        if (drain == null) {
            Drain begun = new Drain(session.now(), false, "");
            String intention = "waits " + Durations.text(options.drain()) + " at most for what is under way on " + side
                    + (options.cut() ? ", cuts the rest off" : "");
            session.write(
                    record.with(d -> d.shift(record.shift().drained(begun)).event(session.event("drain", intention))));
            return Tick.Again.now(service + ": draining " + side);
        }
        boolean cut = DrainPolicy.mayCut(drain, options, session.now());
        DrainOutcome drained = session.drain(record, side, cut);
        FleetReading fleet = session.router(record.spec().haproxy()).read();
        DrainOutcome outcome = DrainPolicy.withUnseen(drained, fleet, record, session.now());
        Drain now = DrainPolicy.next(drain, outcome, side, options, session.now());
        if (now.text().isEmpty()) {
            return new Tick.Again(LOOK, service + ": waits for " + DrainPolicy.waits(outcome, side));
        }
        return done(record.with(d -> d.shift(record.shift().drained(now)).event(session.event("drained", now.text()))));
    }

    private CutoverRecord awake(CutoverRecord record) {
        return ramp.restarted(record.shift(), record.share(), session.now())
                .map(start -> record.with(d -> d.shift(record.shift().startedAt(start))
                        .event(session.event(
                                "ramp", "the ramp to " + to + " stood still and goes on at " + record.share()))))
                .orElse(record);
    }

    private boolean silentTooLong(CutoverRecord.Shift shift) {
        Duration spent = Duration.between(shift.startedAt(), session.now());
        return spent.compareTo(options.over().plus(options.timeout())) > 0;
    }

    private Tick takeBack(CutoverRecord record, String reason) {
        CutoverRecord.Shift s = record.shift();
        session.write(record.with(d -> d.desired(record.desired().withShare(s.from()))
                .shift(s.takenBack(reason))
                .event(session.event("undo", "taking the shift to " + to + " back: " + reason))));
        return Tick.Again.now(status(s.from()));
    }

    /** One round for those that answer; who does not is told, and put right by whatever comes next. */
    private Tick undo(CutoverRecord record) {
        CutoverRecord.Shift s = record.shift();
        FleetOutcome outcome = session.apply(record);
        String stands = outcome.confirmed()
                ? "the fleet is back at " + s.from()
                : outcome.confirmations().size() + " of " + outcome.instances().size() + " instances are back at "
                        + s.from() + ", unknown: " + String.join("; ", outcome.problems());
        session.write(record.with(d -> d.confirmed(session.confirmations(record, record.desired(), outcome))
                .shift(s.ended(session.now()))
                .event(session.event("undone", stands))));
        return new Tick.Failed(s.reason() + "; " + stands);
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

    private Map<String, Object> result(CutoverRecord record) {
        Map<String, Object> result = new TreeMap<>();
        result.put("service", service);
        result.put("from", record.shift().from().percent());
        result.put("to", to.percent());
        result.put("achieved", record.share().percent());
        result.put("instances", record.confirmed().size());
        Measurement measured = record.shift().measurement();
        if (measured != null) {
            result.put("measured", measured.text());
        }
        if (measured != null && measured.percent() != null) {
            result.put("measuredPercent", measured.percent());
        }
        if (record.shift().drain() != null) {
            result.put("drained", record.shift().drain().complete());
            result.put("drain", record.shift().drain().text());
        }
        return result;
    }
}

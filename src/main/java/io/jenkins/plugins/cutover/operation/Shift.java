package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sets the share of EKS on every instance of the fleet, or nowhere: when one refuses, or stays silent past the
 * time-out, the others go back to the share they came from.
 */
public final class Shift implements Operation {
    private static final Duration RETRY = Duration.ofMillis(250);
    /** A ramp moves at most this often; each step is confirmed on the whole fleet. */
    private static final Duration STEP = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final String service;
    private final Share to;
    private final Duration over;
    private final Duration timeout;

    /**
     * @param over how long the ramp takes; zero for at once
     * @param timeout how long an instance may stay silent before the fleet goes back
     */
    public Shift(Context context, String service, Share to, Duration over, Duration timeout) {
        this.ledger = new Ledger(context);
        this.service = service;
        this.to = to;
        this.over = over;
        this.timeout = timeout;
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
        CutoverRecord record = ledger.forward(service);
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
        return shift.done() ? new Tick.Done(result(record)) : advance(record);
    }

    private Tick begin(CutoverRecord record) {
        CutoverRecord.Shift old = record.shift();
        Share from = old == null || old.done() ? record.share() : old.from();
        ledger.write(record.with(d -> d.shift(new CutoverRecord.Shift(from, to, ledger.now(), false, "", false))
                .event(ledger.event("shift", "shifting " + from + " -> " + to, Map.of("to", to.percent())))));
        return Tick.Again.now(status(from));
    }

    private Tick advance(CutoverRecord record) {
        DesiredTraffic desired = record.desired().withShare(due(record.shift()));
        CutoverRecord intended =
                desired.equals(record.desired()) ? record : ledger.write(record.with(d -> d.desired(desired)));
        FleetOutcome outcome = ledger.apply(intended);
        CutoverRecord told = intended.with(d -> d.confirmed(ledger.confirmations(intended, desired, outcome)));
        if (!outcome.confirmed()) {
            return silentTooLong(record.shift()) || !outcome.refusals().isEmpty()
                    ? takeBack(told, String.join("; ", outcome.problems()))
                    : new Tick.Again(
                            RETRY,
                            status(desired.share()) + ", waits for "
                                    + outcome.problems().get(0));
        }
        if (!desired.share().equals(to)) {
            ledger.write(told);
            return new Tick.Again(STEP, status(desired.share()));
        }
        return new Tick.Done(result(ledger.write(told.with(d -> d.shift(ended(record.shift()))
                .event(ledger.event(
                        "shifted",
                        "EKS has " + to + " on " + outcome.instances().size() + " of "
                                + outcome.instances().size() + " instances",
                        achieved(outcome)))))));
    }

    /** The share that a ramp should have reached by now; it never goes beyond the target. */
    private Share due(CutoverRecord.Shift shift) {
        double spent = Duration.between(shift.startedAt(), ledger.now()).toMillis();
        if (over.isZero() || spent >= over.toMillis()) {
            return to;
        }
        double way = Math.max(spent, STEP.toMillis()) / Math.max(over.toMillis(), STEP.toMillis());
        int from = shift.from().basisPoints();
        return new Share((int) Math.round(from + Math.min(1, way) * (to.basisPoints() - from)));
    }

    private boolean silentTooLong(CutoverRecord.Shift shift) {
        return Duration.between(shift.startedAt(), ledger.now()).compareTo(over.plus(timeout)) > 0;
    }

    private Tick takeBack(CutoverRecord record, String reason) {
        CutoverRecord.Shift s = record.shift();
        ledger.write(record.with(d -> d.desired(record.desired().withShare(s.from()))
                .shift(new CutoverRecord.Shift(s.from(), s.to(), s.startedAt(), true, reason, false))
                .event(ledger.event("undo", "taking the shift to " + to + " back: " + reason))));
        return Tick.Again.now(status(s.from()));
    }

    /** One round for those that answer; who does not is told, and put right by whatever comes next. */
    private Tick undo(CutoverRecord record) {
        CutoverRecord.Shift s = record.shift();
        FleetOutcome outcome = ledger.apply(record);
        String stands = outcome.confirmed()
                ? "the fleet is back at " + s.from()
                : outcome.confirmations().size() + " of " + outcome.instances().size() + " instances are back at "
                        + s.from() + ", unknown: " + String.join("; ", outcome.problems());
        ledger.write(record.with(d -> d.confirmed(ledger.confirmations(record, record.desired(), outcome))
                .shift(ended(s))
                .event(ledger.event("undone", stands))));
        return new Tick.Failed(s.reason() + "; " + stands);
    }

    private static CutoverRecord.Shift ended(CutoverRecord.Shift s) {
        return new CutoverRecord.Shift(s.from(), s.to(), s.startedAt(), s.undoing(), s.reason(), true);
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
        return result;
    }
}

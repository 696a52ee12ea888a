package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.AskState;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.TickScope;
import java.util.HashMap;
import java.util.Map;

/** Asks are no more than the service allows, none is under way in a rollback, and the share afterwards is the one before. */
final class Rule15AsksEnd extends Rule {
    private final Map<String, CutoverRecord> before = new HashMap<>();

    Rule15AsksEnd(SimulatedCutover cutover) {
        super(cutover);
    }

    @Override
    public void ended(TickScope tick, Tick answer) {
        String service = tick.operation().service();
        cutover().journal().find(service).ifPresent(record -> {
            check(
                    "asks",
                    record.asks().times() <= record.spec().verify().ask().times(),
                    () -> record.asks().times() + " asks of " + service);
            check(
                    "asks in a rollback",
                    !record.asks().underWay() || !record.state().returning(),
                    () -> service + " is " + record.state() + " and asks");
            shareIsBack(before.put(service, record), record);
        });
    }

    private void shareIsBack(CutoverRecord then, CutoverRecord now) {
        boolean ended = then != null
                && then.asks().underWay()
                && !now.asks().underWay()
                && now.asks().times() == then.asks().times()
                && then.openedAt().equals(now.openedAt());
        boolean otherwise = now.state().returning()
                || !now.state().open() && !now.share().equals(Share.ALL)
                || now.shift() != null && !now.shift().equals(then == null ? null : then.shift());
        if (ended && !otherwise) {
            AskState.Current ask = then.asks().current();
            check(
                    "share after an ask",
                    now.share().equals(ask.from()),
                    () -> "after an ask at " + ask.from() + " the share is " + now.share());
        }
    }
}

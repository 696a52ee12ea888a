package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import java.util.List;
import java.util.Objects;

/** Every decision is written together with an event that reports it; no event is lost. */
final class Rule09NothingSaidIsLost extends Rule {
    Rule09NothingSaidIsLost(SimulatedCutover cutover) {
        super(cutover);
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        if (cutover().isDamaged(after.service())) {
            return; // what the damaged record held is not known
        }
        boolean anew = before == null || !before.openedAt().equals(after.openedAt());
        List<Event> old = anew ? List.of() : before.history();
        List<Event> now = after.history();
        long moved = anew ? 0 : after.eventsBefore() - before.eventsBefore();
        check("kept", kept(old, now, moved), () -> "an event is missing: " + old);
        if (anew || decided(before, after)) {
            check(
                    "reported",
                    now.size() + moved > old.size(),
                    () -> "revision " + after.revision() + " decides (" + before.state() + " " + before.share() + " -> "
                            + after.state() + " " + after.share() + ") without an event");
        }
    }

    /** @param moved the number of oldest events that were cut from the history: the journal keeps them apart */
    private static boolean kept(List<Event> old, List<Event> now, long moved) {
        if (moved < 0 || now.size() > CutoverRecord.MAX_EVENTS) {
            return false;
        }
        List<Event> stay = old.subList((int) Math.min(moved, old.size()), old.size());
        return now.size() >= stay.size() && same(stay, now);
    }

    /** A stored number may come back as an equal number of another type: then the texts are compared. */
    private static boolean same(List<Event> old, List<Event> now) {
        for (int i = 0; i < old.size(); i++) {
            Event before = old.get(i);
            Event after = now.get(i);
            if (!after.equals(before) && !after.toString().equals(before.toString())) {
                return false;
            }
        }
        return true;
    }

    private static boolean decided(CutoverRecord before, CutoverRecord after) {
        boolean ramp = after.shift() != null
                && !after.shift().done()
                && Objects.equals(before.shift(), after.shift())
                && after.share().compareTo(after.shift().to()) <= 0;
        return before.state() != after.state()
                || !Objects.equals(before.shift(), after.shift())
                || !Objects.equals(before.share(), after.share()) && !ramp
                || !Objects.equals(verdict(before), verdict(after)) && verdict(after) != null
                || !Objects.equals(before.rollback(), after.rollback());
    }

    private static Object verdict(CutoverRecord record) {
        return record.verify() == null ? null : record.verify().verdict();
    }
}

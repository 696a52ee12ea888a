package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.metrics.MetricReader;
import io.jenkins.plugins.cutover.model.CheckSpec;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.VerifySpec;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Limits on the numbers of other systems. A number outside its limits twice in a row is harm; once may be a data point
 * that was only half written. A check without a number is no evidence: the phase waits for it, and later is BLIND.
 */
final class Checks {
    private static final int BROKEN_IN_A_ROW = 2;

    private final RecordSession session;

    Checks(RecordSession session) {
        this.session = session;
    }

    /**
     * One check in this phase; kept in the record.
     *
     * @param next when to ask it again
     * @param evidence when it last gave a number; null before the first in this phase
     * @param broken how often in a row the number was outside its limits
     * @param silent whether the last answer was no number
     * @param text the last answer, one line
     */
    record CheckState(Instant next, Instant evidence, int broken, boolean silent, String text) {
        boolean healthy() {
            return evidence != null && broken == 0 && !silent;
        }
    }

    /**
     * What one poll learned from everything but the live traffic.
     *
     * @param states by the check's name
     * @param events for the history
     * @param harm one sentence; empty when there is none
     * @param blind one sentence; empty unless a check has had no number for too long
     * @param awaited what the phase waits for, such as {@code check a, check b}; empty when it waits for nothing
     */
    record Round(Map<String, CheckState> states, List<Event> events, String harm, String blind, String awaited) {
        /** No check was asked. */
        static Round none(Map<String, CheckState> states) {
            return new Round(states, List.of(), "", "", "");
        }

        Round and(String otherHarm, String otherAwaited, List<Event> others) {
            List<Event> all = new ArrayList<>(events);
            all.addAll(others);
            String both = awaited.isEmpty() || otherAwaited.isEmpty() ? "" : ", ";
            return new Round(states, all, harm.isEmpty() ? otherHarm : harm, blind, awaited + both + otherAwaited);
        }

        CutoverRecord addEvents(CutoverRecord record) {
            return record.with(d -> {
                events.forEach(d::event);
                return d;
            });
        }
    }

    /** Asks the check that is due longest, if any; more than one a tick would delay the judge. */
    Round round(CutoverRecord record, VerifySpec rules, Map<String, CheckState> before) {
        List<CheckSpec> all = rules.checks();
        Map<String, CheckState> now = new TreeMap<>(before);
        List<Event> events = new ArrayList<>();
        String harm = "";
        Optional<CheckSpec> due = due(all, before);
        if (due.isPresent()) {
            CheckSpec check = due.get();
            CheckState old = before.get(check.name());
            CheckState state = ask(check, old);
            now.put(check.name(), state);
            if (changed(old, state)) {
                events.add(session.event("check", "check " + check.name() + ": " + state.text()));
            }
            harm = state.broken() >= BROKEN_IN_A_ROW
                    ? "check " + check.name() + ": " + state.text() + ", twice in a row"
                    : "";
        }
        return new Round(now, events, harm, blind(record, rules, now), awaited(all, now));
    }

    private Optional<CheckSpec> due(List<CheckSpec> all, Map<String, CheckState> before) {
        return all.stream()
                .filter(c -> !next(before, c).isAfter(session.now()))
                .min(Comparator.comparing(c -> next(before, c)));
    }

    private static Instant next(Map<String, CheckState> before, CheckSpec check) {
        return before.containsKey(check.name()) ? before.get(check.name()).next() : Instant.EPOCH;
    }

    private CheckState ask(CheckSpec check, CheckState old) {
        CheckAnswer answer = CheckAnswer.of(source(), check);
        Instant last = old == null ? null : old.evidence();
        int broken = old == null ? 0 : old.broken();
        Duration wait = answer.retryAfter().compareTo(check.every()) > 0 ? answer.retryAfter() : check.every();
        Instant next = session.now().plus(wait);
        return answer.known()
                ? new CheckState(next, session.now(), answer.broken() ? broken + 1 : 0, false, answer.text())
                : new CheckState(next, last, broken, true, answer.text());
    }

    private static boolean changed(CheckState old, CheckState now) {
        return old == null
                || old.healthy() != now.healthy()
                || old.silent() != now.silent()
                || old.broken() != now.broken();
    }

    private String blind(CutoverRecord record, VerifySpec rules, Map<String, CheckState> now) {
        for (CheckSpec check : rules.checks()) {
            CheckState state = now.get(check.name());
            Instant last =
                    state == null || state.evidence() == null ? record.verify().startedAt() : state.evidence();
            Duration silence = Duration.between(last, session.now());
            if (state != null && state.silent() && silence.compareTo(longest(rules, check)) > 0) {
                return "check " + check.name() + " gave no number for " + Durations.text(silence) + ": " + state.text();
            }
        }
        return "";
    }

    /** The time until an answer can reflect new traffic, plus the time that a phase may be without evidence. */
    private static Duration longest(VerifySpec rules, CheckSpec check) {
        return rules.blindAfter().plus(check.every()).plus(check.window());
    }

    private static String awaited(List<CheckSpec> all, Map<String, CheckState> now) {
        return all.stream()
                .map(CheckSpec::name)
                .filter(name -> !now.containsKey(name) || !now.get(name).healthy())
                .map(name -> "check " + name)
                .collect(Collectors.joining(", "));
    }

    private MetricReader source() {
        return session.context().clients().metrics();
    }
}

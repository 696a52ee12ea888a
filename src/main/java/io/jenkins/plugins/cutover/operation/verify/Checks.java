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
 * The numbers of other systems that a phase must keep to. A limit passed twice in a row is harm: once may be a point
 * that was half written. A check without a number is no evidence: the phase waits for it, and after a while is blind.
 */
final class Checks {
    private static final int HARM = 2;

    private final RecordSession session;

    Checks(RecordSession session) {
        this.session = session;
    }

    /**
     * What is known of one check in this phase; kept in the record.
     *
     * @param next when it is to be asked again
     * @param evidence when it last gave a number; null when it never did in this phase
     * @param broken times in a row that the number was outside its limits
     * @param silent whether the last answer was no number
     * @param text the last answer, one line
     */
    record Standing(Instant next, Instant evidence, int broken, boolean silent, String text) {
        boolean well() {
            return evidence != null && broken == 0 && !silent;
        }
    }

    /**
     * @param standings by the check's name
     * @param events what is new
     * @param harm one sentence; empty when there is none
     * @param blind one sentence; empty when every check has told something lately
     * @param awaited without which the phase cannot pass, such as {@code check a, check b}; empty when there is nothing
     */
    record Round(Map<String, Standing> standings, List<Event> events, String harm, String blind, String awaited) {
        static Round none(Map<String, Standing> standings) {
            return new Round(standings, List.of(), "", "", "");
        }

        /** As well as this, with what else was found out. */
        Round and(String otherHarm, String otherAwaited, List<Event> others) {
            List<Event> all = new ArrayList<>(events);
            all.addAll(others);
            String both = awaited.isEmpty() || otherAwaited.isEmpty() ? "" : ", ";
            return new Round(standings, all, harm.isEmpty() ? otherHarm : harm, blind, awaited + both + otherAwaited);
        }

        /** The record with what is new in its history. */
        CutoverRecord into(CutoverRecord record) {
            CutoverRecord told = record;
            for (Event event : events) {
                told = told.with(d -> d.event(event));
            }
            return told;
        }
    }

    /** Asks the check that is longest overdue, if any: more in one tick would keep the judge waiting. */
    Round round(CutoverRecord record, VerifySpec rules, Map<String, Standing> before) {
        List<CheckSpec> all = rules.checks();
        Map<String, Standing> now = new TreeMap<>(before);
        List<Event> events = new ArrayList<>();
        String harm = "";
        Optional<CheckSpec> due = due(all, before);
        if (due.isPresent()) {
            CheckSpec check = due.get();
            Standing old = before.get(check.name());
            Standing standing = asked(check, old);
            now.put(check.name(), standing);
            if (news(old, standing)) {
                events.add(session.event("check", "check " + check.name() + ": " + standing.text()));
            }
            harm = standing.broken() >= HARM
                    ? "check " + check.name() + ": " + standing.text() + ", twice in a row"
                    : "";
        }
        return new Round(now, events, harm, blind(record, rules, now), awaited(all, now));
    }

    private Optional<CheckSpec> due(List<CheckSpec> all, Map<String, Standing> before) {
        return all.stream()
                .filter(c -> !next(before, c).isAfter(session.now()))
                .min(Comparator.comparing(c -> next(before, c)));
    }

    private static Instant next(Map<String, Standing> before, CheckSpec check) {
        return before.containsKey(check.name()) ? before.get(check.name()).next() : Instant.EPOCH;
    }

    private Standing asked(CheckSpec check, Standing old) {
        CheckAnswer answer = CheckAnswer.of(source(), check);
        Instant last = old == null ? null : old.evidence();
        int broken = old == null ? 0 : old.broken();
        Duration wait = answer.retryAfter().compareTo(check.every()) > 0 ? answer.retryAfter() : check.every();
        Instant next = session.now().plus(wait);
        return answer.known()
                ? new Standing(next, session.now(), answer.broken() ? broken + 1 : 0, false, answer.text())
                : new Standing(next, last, broken, true, answer.text());
    }

    private static boolean news(Standing old, Standing now) {
        return old == null || old.well() != now.well() || old.silent() != now.silent() || old.broken() != now.broken();
    }

    private String blind(CutoverRecord record, VerifySpec rules, Map<String, Standing> now) {
        for (CheckSpec check : rules.checks()) {
            Standing standing = now.get(check.name());
            Instant last = standing == null || standing.evidence() == null
                    ? record.verify().startedAt()
                    : standing.evidence();
            Duration silence = Duration.between(last, session.now());
            if (standing != null && standing.silent() && silence.compareTo(patience(rules, check)) > 0) {
                return "check " + check.name() + " told nothing for " + Durations.text(silence) + ": "
                        + standing.text();
            }
        }
        return "";
    }

    /** What it takes until new traffic can show in an answer, and then as long as there may be no evidence. */
    private static Duration patience(VerifySpec rules, CheckSpec check) {
        return rules.blindAfter().plus(check.every()).plus(check.window());
    }

    private static String awaited(List<CheckSpec> all, Map<String, Standing> now) {
        return all.stream()
                .map(CheckSpec::name)
                .filter(name -> !now.containsKey(name) || !now.get(name).well())
                .map(name -> "check " + name)
                .collect(Collectors.joining(", "));
    }

    private MetricReader source() {
        return session.context().clients().metrics();
    }
}

package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Beside;
import io.jenkins.plugins.cutover.judge.CheckBets;
import io.jenkins.plugins.cutover.judge.Parameter;
import io.jenkins.plugins.cutover.metrics.MetricReader;
import io.jenkins.plugins.cutover.metrics.MetricReading;
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
 * Limits on the numbers of other systems. Only whole periods that began in the phase count, each once. A number outside its
 * limits in two of them in a row is harm; one may be chance. A check without a number is no evidence: the phase waits for
 * it, and later is BLIND. A signal is reported and decides nothing.
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
     * @param judged the end of the last period that counted, epoch seconds; null before the first and in older records
     * @param bets the capital of the comparison since the cutover began; null where there is none
     */
    record CheckState(
            Instant next, Instant evidence, int broken, boolean silent, String text, Long judged, CheckBets bets) {
        private static final CheckState NEW = new CheckState(Instant.EPOCH, null, 0, false, "", null, null);

        CheckBets capital() {
            return bets == null ? CheckBets.NONE : bets;
        }

        /** A share's own numbers are due; the capital is kept. */
        CheckState nextPhase() {
            return new CheckState(Instant.EPOCH, null, 0, false, "", judged, bets);
        }

        private CheckState at(Instant again) {
            return new CheckState(again, evidence, broken, false, text, judged, bets);
        }

        private CheckState silent(Instant again, String why) {
            return new CheckState(again, evidence, broken, true, why, judged, bets);
        }

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
     * @param signals what signals say that are outside their limits, by their names
     */
    record Round(
            Map<String, CheckState> states,
            List<Event> events,
            String harm,
            String blind,
            String awaited,
            Map<String, String> signals) {
        /** No check was asked. */
        static Round none(Map<String, CheckState> states) {
            return new Round(states, List.of(), "", "", "", Map.of());
        }

        Round and(String otherHarm, String otherAwaited, List<Event> others) {
            List<Event> all = new ArrayList<>(events);
            all.addAll(others);
            String both = awaited.isEmpty() || otherAwaited.isEmpty() ? "" : ", ";
            return new Round(
                    states, all, harm.isEmpty() ? otherHarm : harm, blind, awaited + both + otherAwaited, signals);
        }

        /** Such as {@code ; signal p95: 0.4 is above max 0.3}; empty when no signal is outside its limits. */
        String signalsAdded() {
            return signals.entrySet().stream()
                    .map(s -> "; signal " + s.getKey() + ": " + s.getValue())
                    .collect(Collectors.joining());
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
            CheckState old = before.getOrDefault(check.name(), CheckState.NEW);
            CheckState state = ask(record, check, old);
            now.put(check.name(), state);
            if (changed(old, state)) {
                events.add(session.event("check", called(check) + ": " + state.text()));
            }
            harm = state.broken() >= BROKEN_IN_A_ROW && !check.signal()
                    ? "check " + check.name() + ": " + state.text() + ", twice in a row"
                    : "";
        }
        return new Round(now, events, harm, blind(record, rules, now), awaited(all, now), signals(all, now));
    }

    private static String called(CheckSpec check) {
        return (check.signal() ? "signal " : "check ") + check.name();
    }

    private static Map<String, String> signals(List<CheckSpec> all, Map<String, CheckState> now) {
        Map<String, String> broken = new TreeMap<>();
        all.stream()
                .filter(CheckSpec::signal)
                .filter(c -> now.containsKey(c.name()) && now.get(c.name()).broken() >= BROKEN_IN_A_ROW)
                .forEach(c -> broken.put(c.name(), now.get(c.name()).text()));
        return broken;
    }

    /**
     * The capitals of the comparisons. Each check of the service has its weight, whatever checks a phase names: weights are
     * fixed before the cutover begins.
     */
    static List<Beside> besides(VerifySpec rules, Map<String, CheckState> states) {
        List<CheckSpec> compared =
                rules.checks().stream().filter(CheckSpec::compared).toList();
        return compared.stream()
                .map(c -> {
                    CheckBets bets =
                            states.getOrDefault(c.name(), CheckState.NEW).capital();
                    return new Beside(
                            CheckBets.WEIGHT / compared.size(),
                            bets.evidence(),
                            "check " + c.name() + ": EKS is worse than Mesos beyond margin "
                                    + CheckSpec.number(c.margin()) + " in " + bets.worse() + " of " + bets.periods()
                                    + " periods");
                })
                .toList();
    }

    /** What another share keeps. */
    static Map<String, CheckState> nextPhase(Map<String, CheckState> states) {
        Map<String, CheckState> kept = new TreeMap<>();
        states.forEach((name, state) -> kept.put(name, state.nextPhase()));
        return kept;
    }

    private Optional<CheckSpec> due(List<CheckSpec> all, Map<String, CheckState> before) {
        return all.stream()
                .filter(c -> !next(before, c).isAfter(session.now()))
                .min(Comparator.comparing(c -> next(before, c)));
    }

    private static Instant next(Map<String, CheckState> before, CheckSpec check) {
        return before.containsKey(check.name()) ? before.get(check.name()).next() : Instant.EPOCH;
    }

    private CheckState ask(CutoverRecord record, CheckSpec check, CheckState old) {
        boolean control = !PhaseStart.leavesNoControl(record.share());
        CheckAnswer answer = CheckAnswer.of(source(), check, control);
        Duration wait = answer.retryAfter().compareTo(check.every()) > 0 ? answer.retryAfter() : check.every();
        Instant next = session.now().plus(wait);
        if (!answer.known()) {
            return old.silent(next, answer.text());
        }
        if (!counts(answer.period(), record, old)) {
            return old.evidence() == null ? old.silent(next, "no whole period of this share yet") : old.at(next);
        }
        int broken = answer.broken() ? old.broken() + 1 : 0;
        Long judged = answer.period() == null
                ? old.judged()
                : Long.valueOf(answer.period().end());
        return new CheckState(next, session.now(), broken, false, answer.text(), judged, bets(check, answer, old));
    }

    /** What lies before the share says nothing about it, and a period counts once. */
    private static boolean counts(MetricReading.Period period, CutoverRecord record, CheckState old) {
        return period == null
                || period.start() >= record.verify().startedAt().getEpochSecond()
                        && (old.judged() == null || period.start() >= old.judged());
    }

    private static CheckBets bets(CheckSpec check, CheckAnswer answer, CheckState old) {
        if (!check.compared() || !answer.compared()) {
            return old.bets();
        }
        double seconds = answer.period() == null
                ? check.every().toSeconds()
                : answer.period().end() - answer.period().start();
        double horizon = Parameter.HORIZON.standard() / Math.max(1, seconds);
        return old.capital().observe(old.evidence() == null, horizon, answer.worse());
    }

    private static boolean changed(CheckState old, CheckState now) {
        return old.text().isEmpty()
                || old.healthy() != now.healthy()
                || old.silent() != now.silent()
                || old.broken() != now.broken();
    }

    private String blind(CutoverRecord record, VerifySpec rules, Map<String, CheckState> now) {
        for (CheckSpec check : rules.checks().stream().filter(c -> !c.signal()).toList()) {
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
        Duration period = check.expected() == null ? check.periodAsked().plus(check.settling()) : Duration.ZERO;
        return rules.blindAfter().plus(check.every()).plus(check.window()).plus(period);
    }

    private static String awaited(List<CheckSpec> all, Map<String, CheckState> now) {
        return all.stream()
                .filter(check -> !check.signal())
                .map(CheckSpec::name)
                .filter(name -> !now.containsKey(name) || !now.get(name).healthy())
                .map(name -> "check " + name)
                .collect(Collectors.joining(", "));
    }

    private MetricReader source() {
        return session.context().clients().metrics();
    }
}

package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Beside;
import io.jenkins.plugins.cutover.judge.Judge;
import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.JudgeState;
import io.jenkins.plugins.cutover.judge.Judgement;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Parameter;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Phase;
import io.jenkins.plugins.cutover.model.ProbeSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.model.VerifySpec;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.reconcile.DownServers;
import io.jenkins.plugins.cutover.operation.reconcile.FleetReconciler;
import io.jenkins.plugins.cutover.operation.reconcile.PlatformSignals;
import io.jenkins.plugins.cutover.traffic.RingReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One poll of the share that is judged: read the fleet, compute the evidence since the last poll, let the judge observe
 * it, ask the checks, decide, write the record. Each step takes a value and returns the next.
 */
final class TrafficPoll {
    /**
     * An ask is short, and there is a sign of harm already: one usual burst of 20 failures on one side is not enough for a
     * rollback even so, and harm is found four times sooner.
     */
    private static final double BURST_IN_AN_ASK = 2;

    /** Three blocks of slower answers are enough then, where the scatter of the blocks before allows it. */
    private static final double PACE_IN_AN_ASK = 3;

    /** The subject of the notice. */
    private static final String SUSPICION = "suspicion";

    private final RecordSession session;
    private final VerifyChoices choices;
    private final Supplier<Companion> companion;
    private final PlatformSignals signals = new PlatformSignals();
    private final FleetReconciler reconciler;
    private final Checks checks;
    private final Probing probing;
    private final BiFunction<CutoverRecord, NextStep, Tick> carryOut;
    private int jumps;
    /** Seconds; null before the first poll. */
    private Double behind;

    TrafficPoll(RecordSession session, VerifyChoices choices, Supplier<Companion> companion) {
        this(session, choices, companion, new VerdictHandler(session, choices)::carryOut);
    }

    /** @param carryOut does what a poll decided: the record has the evidence behind it and is not stored yet */
    TrafficPoll(
            RecordSession session,
            VerifyChoices choices,
            Supplier<Companion> companion,
            BiFunction<CutoverRecord, NextStep, Tick> carryOut) {
        this.session = session;
        this.choices = choices;
        this.companion = companion;
        this.reconciler = new FleetReconciler(session, signals);
        this.checks = new Checks(session);
        this.probing = new Probing(
                session.context().clock(), session.context().clients().probes());
        this.carryOut = carryOut;
        this.jumps = session.jump().number();
    }

    Tick poll(CutoverRecord known, Function<Observation, NextStep> decide) {
        return poll(known, "", decide);
    }

    /** @param awaited what the phase waits for besides; empty for nothing */
    Tick poll(CutoverRecord known, String awaited, Function<Observation, NextStep> decide) {
        Instant startedAt = session.now();
        FleetReconciler.Result look = reconciler.reconcile(known);
        Tick tick = look.harm().isEmpty()
                ? judge(probed(read(look, startedAt)), awaited, decide)
                : carryOut.apply(look.record(), NextStep.RollBack.harmful(look.harm()));
        if (tick instanceof Tick.Again) {
            reconciler.pollPlatforms(() -> session.read(known.service()));
        }
        return tick;
    }

    /** Everything after the fleet was read. */
    private Tick judge(FleetSample sample, String awaited, Function<Observation, NextStep> decide) {
        PollEvidence evidence = evidence(sample);
        Judged judged = observe(sample, evidence);
        Checks.Round answers = ask(sample, evidence, judged.judgement()).and("", awaited, List.of());
        Observation observation = observation(sample, evidence, judged, answers);
        return carryOut.apply(observation.record(), decide.apply(observation));
    }

    private FleetSample read(FleetReconciler.Result look, Instant startedAt) {
        CutoverRecord record = look.record();
        ObservationCursor cursor = Json.value(record.verify().lookout(), ObservationCursor.class);
        RingReading latencies = session.router(record.spec().haproxy()).latencies(cursor.cursors());
        return new FleetSample(
                record,
                cursor,
                look.fleet(),
                latencies,
                look.missed(),
                look.differs(),
                behind(record),
                startedAt,
                session.now());
    }

    /**
     * The wall clock may have been set back since another process began: its own durations are right, but this process's
     * clock is behind the evidence. Without this difference the judge's time would stand still until it has caught up.
     */
    private double behind(CutoverRecord record) {
        if (behind == null) {
            double known = Json.value(record.verify().judge(), JudgeState.class).seconds();
            double here = JudgeSettingsMapper.seconds(Duration.between(record.openedAt(), session.now()));
            behind = Math.max(0, known - here);
        }
        return behind;
    }

    private PollEvidence evidence(FleetSample sample) {
        VerifySpec rules = rules(sample.record());
        // As long as it takes to collect the data that a phase needs at least.
        Duration quiet = rules.block().multipliedBy(3);
        PlatformSignals.Seen platforms = signals.seen(sample.cursor().platforms(), sample.readAt(), quiet);
        // A machine that was suspended looks like this too: EKS must be seen to work again.
        boolean jumped = session.jump().number() != jumps;
        jumps = session.jump().number();
        return PollEvidence.of(sample, platforms, rules, jumped);
    }

    /** @param seconds that the poll covers on the judge's clock */
    private record Judged(JudgeState state, Judgement judgement, double seconds) {}

    private Judged observe(FleetSample sample, PollEvidence evidence) {
        JudgeSettings settings = applied(sample);
        Judge judge = new Judge(settings);
        JudgeState before = Json.value(sample.record().verify().judge(), JudgeState.class);
        JudgeState polled = judge.observe(before, evidence.poll());
        Pair events = evidence.platforms().events().orElse(null);
        JudgeState state = events == null ? polled : judge.observeEvents(polled, events);
        return new Judged(state, judge.judge(state, beside(sample, settings)), state.seconds() - before.seconds());
    }

    /** What the service compares besides its traffic. */
    private static List<Beside> beside(FleetSample sample, JudgeSettings settings) {
        VerifySpec rules = sample.record().spec().verify();
        List<Beside> all = new ArrayList<>(Checks.besides(rules, sample.cursor().checks()));
        if (!rules.probes().isEmpty()) {
            all.addAll(sample.cursor().probes().beside(settings));
        }
        return all;
    }

    /** With the probes that ended since the last poll; sends new ones unless the traffic returns to Mesos. */
    private FleetSample probed(FleetSample sample) {
        List<ProbeSpec> probes = sample.record().spec().verify().probes();
        if (probes.isEmpty()) {
            return sample;
        }
        boolean forward = sample.record().state() == CutoverState.RUNNING
                || sample.record().state() == CutoverState.COMPLETED;
        Pair ended = probing.round(
                Probing.up(sample.fleet(), Side.EKS), Probing.up(sample.fleet(), Side.MESOS), probes, forward);
        return sample.with(sample.cursor()
                .withProbes(sample.cursor().probes().observe(settings(sample.record()), sample.seconds(), ended)));
    }

    private JudgeSettings applied(FleetSample sample) {
        JudgeSettings settings = settings(sample.record());
        return sample.record().asks().underWay()
                ? settings
                : sample.cursor().calibrating().applied(settings);
    }

    /** Harm does not wait for another system: the named checks are not asked then. */
    private Checks.Round ask(FleetSample sample, PollEvidence evidence, Judgement judgement) {
        PlatformSignals.Seen platforms = evidence.platforms();
        Companion beside = companion.get();
        boolean harm = judgement.harmful() || !platforms.harm().isEmpty();
        Checks.Round named = harm
                ? Checks.Round.none(sample.cursor().checks())
                : checks.round(
                        sample.record(), rules(sample.record()), sample.cursor().checks());
        List<Event> news =
                platforms.news().isEmpty() ? List.of() : List.of(session.event("platform", platforms.news()));
        return named.and(platforms.harm(), platforms.awaited(), news)
                .and(beside.harm(), beside.awaited(), List.of())
                .and(
                        "",
                        DownServers.of(sample.fleet(), sample.record().desired())
                                .awaited(),
                        List.of())
                .and("", evidence.paused() ? "requests to EKS after a pause" : "", List.of())
                .and(
                        "",
                        sample.differs().isEmpty() ? "" : "every instance at its share: " + sample.differs(),
                        List.of());
    }

    private Observation observation(FleetSample sample, PollEvidence evidence, Judged judged, Checks.Round answers) {
        Instant now = session.now();
        CutoverRecord record = sample.record();
        ObservationCursor next = sample.cursor()
                .next(
                        sample.counters(),
                        sample.latencies(),
                        answers.states(),
                        evidence.platforms().platforms(),
                        sample.cursor().calibrated(judged.seconds(), sample.counters(), settings(record)),
                        evidence.arrivedAt(),
                        evidence.paused(),
                        sample.seconds());
        CutoverRecord.Verify verify = record.verify().withEvidence(Json.deferred(judged.state()), Json.deferred(next));
        CutoverRecord observed = answers.addEvents(record.with(
                d -> d.verify(evidence.missed() ? verify.withMissedPoll() : verify.withPoll(sample.startedAt()))
                        .sample(trafficSample(record, evidence, now))));
        double idle = Math.max(0, sample.seconds() - evidence.arrivedAt());
        return new Observation(
                signalled(noticed(observed, judged.judgement()), answers.signals()),
                judged.judgement(),
                answers,
                judged.seconds(),
                evidence.poll().traffic().canary(),
                PollEndings.bad(evidence.poll()),
                evidence.requests(),
                idle,
                now,
                record.spec().verify().probes().isEmpty()
                        ? ""
                        : "; " + next.probes().text());
    }

    /** A suspicion that no ask settles is reported once: a person has to look. */
    private CutoverRecord noticed(CutoverRecord record, Judgement found) {
        boolean settled = record.asks().underWay()
                || record.asks().times() < record.spec().verify().ask().times();
        return found.suspicion().isEmpty()
                        || settled
                        || record.reported().notice(SUSPICION).isPresent()
                ? record
                : session.withNotice(
                        record,
                        SUSPICION,
                        "suspicion at " + record.share() + ": " + found.suspicion()
                                + "; no ask is left to settle it, look at EKS");
    }

    /** A signal outside its limits is reported once in a cutover. */
    private CutoverRecord signalled(CutoverRecord record, Map<String, String> signals) {
        CutoverRecord reported = record;
        for (Map.Entry<String, String> signal : signals.entrySet()) {
            String subject = "signal " + signal.getKey();
            if (reported.reported().notice(subject).isEmpty()) {
                reported = session.withNotice(
                        reported,
                        subject,
                        subject + " at " + record.share() + ": " + signal.getValue() + "; it decides nothing");
            }
        }
        return reported;
    }

    private static TrafficSample trafficSample(CutoverRecord record, PollEvidence evidence, Instant now) {
        Pair pair = ObservationCursor.pair(evidence.traffic(), record.share());
        return new TrafficSample(
                now,
                record.share(),
                pair.canary().requests(),
                pair.canary().errors(),
                pair.baseline().requests(),
                pair.baseline().errors(),
                evidence.traffic().skipped().isEmpty(),
                PollEndings.samples(evidence.poll().kinds()));
    }

    /** Percent; all traffic after the last phase, and for a share that is no phase of the service file. */
    private static double nextShare(CutoverRecord record) {
        return record.spec().phases().stream()
                        .map(Phase::share)
                        .filter(share -> share.compareTo(record.phaseShare()) > 0)
                        .findFirst()
                        .orElse(Share.ALL)
                        .fraction()
                * 100;
    }

    private VerifySpec rules(CutoverRecord record) {
        return record.spec().verify().with(choices);
    }

    private JudgeSettings settings(CutoverRecord record) {
        JudgeSettings settings =
                JudgeSettingsMapper.of(record.spec(), rules(record)).with(Parameter.NEXT_SHARE, nextShare(record));
        if (!record.asks().underWay()) {
            return settings;
        }
        JudgeSettings quick = settings.with(Parameter.WARM_UP, 0)
                .with(Parameter.VERY_SLOW_PACE, PACE_IN_AN_ASK)
                .with(Parameter.LATENCY_PACE, PACE_IN_AN_ASK);
        boolean own = settings.changed().containsKey(Parameter.BURST.text());
        return own ? quick : quick.with(Parameter.BURST, BURST_IN_AN_ASK);
    }
}

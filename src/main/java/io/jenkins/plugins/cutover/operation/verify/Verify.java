package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Baseline;
import io.jenkins.plugins.cutover.judge.Judge;
import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.JudgeState;
import io.jenkins.plugins.cutover.judge.Judgement;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.model.VerifySpec;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.reconcile.FleetReconciler;
import io.jenkins.plugins.cutover.operation.reconcile.PlatformSignals;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.LatencyReading;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Watches the live traffic of a phase until EKS is shown to be no worse than Mesos, or to be worse. When it does harm
 * the traffic is sent back within the tick that found it, before anything is reported.
 */
public final class Verify implements Operation {
    private final RecordSession session;
    private final String service;
    private final VerdictHandler verdictHandler;
    private final FleetReconciler reconciler;
    private final Checks checks;
    private final boolean ofShift;
    private final PlatformSignals signals = new PlatformSignals();
    private final Supplier<Companion> beside;

    /** @param bake how long to watch at least; the rest as the service's spec says */
    public Verify(Context context, String service, Duration bake) {
        this(context, service, bake, VerifyChoices.NONE, () -> Companion.NONE);
    }

    /**
     * @param choices what this phase is judged by otherwise than the spec says
     * @param beside what runs beside the phase, as it stands now
     */
    public Verify(Context context, String service, Duration bake, VerifyChoices choices, Supplier<Companion> beside) {
        this.session = new RecordSession(context);
        this.service = service;
        this.verdictHandler = new VerdictHandler(session, service, bake, choices, false);
        this.ofShift = false;
        this.reconciler = new FleetReconciler(session, signals);
        this.checks = new Checks(session);
        this.beside = beside;
    }

    private Verify(Context context, String service) {
        this.session = new RecordSession(context);
        this.service = service;
        this.verdictHandler = new VerdictHandler(session, service, Duration.ZERO, VerifyChoices.NONE, true);
        this.ofShift = true;
        this.reconciler = new FleetReconciler(session, signals);
        this.checks = new Checks(session);
        this.beside = () -> Companion.NONE;
    }

    /** Looks on while a shift is under way: passes nothing and gives up nothing, but leaves harm at once. */
    public static Verify watching(Context context, String service) {
        return new Verify(context, service);
    }

    /** Whether the shift under way is watched already. */
    public static boolean watches(CutoverRecord record) {
        CutoverRecord.Verify v = record.verify();
        return v != null
                && v.verdict() == null
                && record.shift() != null
                && v.share().equals(record.shift().to())
                && !v.startedAt().isBefore(record.shift().startedAt());
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public Tick tick() {
        CutoverRecord record = session.forward(service);
        if (record.share().equals(Share.NONE)) {
            throw new CutoverException("EKS has no share of the traffic to judge; run shiftTraffic first");
        }
        if (!ofShift && watchedByShift(record)) {
            return takeOver(record);
        }
        CutoverRecord.Verify v = record.verify();
        boolean underWay =
                ofShift ? watches(record) : v != null && v.share().equals(record.share()) && v.verdict() == null;
        Tick tick = underWay ? look(record) : begin(record);
        if (underWay && tick instanceof Tick.Again) {
            reconciler.platforms(session.read(service));
        }
        return tick;
    }

    private static boolean watchedByShift(CutoverRecord record) {
        return watches(record)
                && record.share().equals(record.shift().to())
                && record.shift().endedAt() != null
                && !record.shift().judged();
    }

    /**
     * What was seen while the share was measured is evidence of this phase, its time begins now. After a pause the
     * evidence begins anew too: what happened meanwhile was watched by nobody.
     */
    private Tick takeOver(CutoverRecord record) {
        Duration pause = Duration.between(record.verify().lastEvidenceAt(), session.now());
        CutoverRecord taken = record.with(d -> d.shift(record.shift().handedOver()));
        if (pause.abs().compareTo(record.spec().verify().poll().multipliedBy(3)) > 0) {
            return begin(taken);
        }
        CutoverRecord.Verify v = record.verify();
        session.write(taken.with(d -> d.verify(new CutoverRecord.Verify(
                        v.share(),
                        session.now(),
                        v.judge(),
                        v.lookout(),
                        v.missedPolls(),
                        v.lastEvidenceAt(),
                        false,
                        null,
                        ""))
                .event(phase(record))));
        return Tick.Again.now(service + " " + record.share() + ": watching");
    }

    private Event phase(CutoverRecord record) {
        return session.event(
                "phase",
                "judging EKS at " + record.share(),
                Map.of("share", record.share().percent()));
    }

    private Tick begin(CutoverRecord known) {
        Router router = router(known);
        CounterSnapshot counters = router.read().counters();
        Baseline mesos = known.verify() == null ? measuredBefore(known, counters) : Baseline.NONE;
        // Told once and for all: later phases go on with what the first began with.
        CutoverRecord record = known.verify() == null
                ? known.with(d -> d.event(session.event("calibration", mesos.sentence(settings(known)))))
                : known;
        Judge judge = new Judge(settings(record));
        LatencyReading latencies = router.latencies(List.of());
        ObservationCursor lookout = record.verify() == null
                ? ObservationCursor.first(counters, latencies, mesos.noise().interrupted())
                : Json.value(record.verify().lookout(), ObservationCursor.class).nextPhase(counters, latencies);
        int pods = Math.max(1, record.desired().eks().size());
        Share judged = ofShift ? record.shift().to() : record.share();
        int share = judged.basisPoints();
        JudgeState state = record.verify() == null
                ? judge.start(seconds(record), share, pods, mesos.figures())
                : judge.phase(Json.value(record.verify().judge(), JudgeState.class), seconds(record), share, pods);
        CutoverRecord begun = record.with(d -> d.verify(new CutoverRecord.Verify(
                judged, beginning(record), Json.tree(state), Json.tree(lookout), 0, session.now(), false, null, "")));
        session.write(ofShift ? begun : begun.with(d -> d.event(phase(record))));
        return new Tick.Again(record.spec().verify().poll(), service + " " + record.share() + ": watching");
    }

    /** A clock that was set back since the shift began must not make its watch look like one of an earlier shift. */
    private Instant beginning(CutoverRecord record) {
        Instant now = session.now();
        return ofShift && now.isBefore(record.shift().startedAt())
                ? record.shift().startedAt()
                : now;
    }

    /** What Mesos showed while it served alone, up to now. */
    private Baseline measuredBefore(CutoverRecord record, CounterSnapshot now) {
        return Calibrator.Seen.of(record)
                .map(seen -> seen.with(now, session.now(), settings(record)).mesos())
                .orElse(Baseline.NONE);
    }

    private Tick look(CutoverRecord known) {
        Instant looked = session.now();
        FleetReconciler.Look look = reconciler.look(known);
        CutoverRecord record = look.record();
        if (!look.harm().isEmpty()) {
            return verdictHandler.goBack(record, Verdict.HARMFUL, "HARMFUL: " + look.harm(), true);
        }
        ObservationCursor lookout = Json.value(record.verify().lookout(), ObservationCursor.class);
        Judge judge = new Judge(lookout.calibrating().applied(settings(record)));
        LatencyReading latencies = router(record).latencies(lookout.cursors());
        CounterSnapshot.Delta delta = look.counters().since(lookout.counters());
        VerifySpec rules = verdictHandler.rules(record);
        Poll polled = lookout.poll(seconds(record), look.counters(), latencies, rules.latencyMargin());
        Poll poll = MeanTimes.of(look.fleet()).map(polled::withAverages).orElse(polled);
        PlatformSignals.Seen seen = signals.seen(lookout.platforms(), session.now(), quiet(rules));
        JudgeState before = Json.value(record.verify().judge(), JudgeState.class);
        JudgeState state = judge.observe(before, poll);
        JudgeState told = seen.events().map(e -> judge.observeEvents(state, e)).orElse(state);
        boolean missed =
                look.missed() || delta.skipped().size() >= record.confirmed().size();
        Judgement found = judge.judge(told);
        boolean paused = longUnseen(record, rules, looked)
                || lookout.paused() && delta.eks().requests() == 0;
        boolean harm = found.harmful() || !seen.harm().isEmpty();
        Checks.Round round = (harm
                        ? Checks.Round.none(lookout.checks()) // harm waits for no other system
                        : checks.round(record, rules, lookout.checks()))
                .and(seen.harm(), seen.awaited(), news(seen))
                .and(companionHarm(), companionAwaited(), List.of())
                .and("", paused ? "requests to EKS after a pause" : "", List.of());
        ObservationCursor next = lookout.next(
                look.counters(),
                latencies,
                round.standings(),
                seen.platforms(),
                lookout.calibrated(state.seconds() - before.seconds(), look.counters(), settings(record)),
                paused);
        CutoverRecord noticed = round.into(record.with(
                d -> d.verify(seen(record, told, next, missed ? null : looked)).sample(sample(record, delta))));
        return verdictHandler.of(noticed, found, delta, round);
    }

    private static boolean longUnseen(CutoverRecord record, VerifySpec rules, Instant looked) {
        Duration unseen = Duration.between(record.verify().lastEvidenceAt(), looked);
        return unseen.compareTo(rules.blindAfter()) > 0
                && unseen.compareTo(rules.poll().multipliedBy(3)) > 0;
    }

    /** As long as it takes to have the data that a phase needs at least. */
    private static Duration quiet(VerifySpec rules) {
        return rules.block().multipliedBy(3);
    }

    private List<Event> news(PlatformSignals.Seen seen) {
        return seen.news().isEmpty() ? List.of() : List.of(session.event("platform", seen.news()));
    }

    private String companionHarm() {
        Companion now = beside.get();
        return now.state() == Companion.State.FAILED ? "the step's own checks failed: " + now.reason() : "";
    }

    private String companionAwaited() {
        return beside.get().state() == Companion.State.RUNNING ? "the step's own checks" : "";
    }

    /** @param looked when all of the fleet was looked at; null when it was not */
    private CutoverRecord.Verify seen(
            CutoverRecord record, JudgeState state, ObservationCursor lookout, Instant looked) {
        CutoverRecord.Verify v = record.verify();
        return new CutoverRecord.Verify(
                v.share(),
                v.startedAt(),
                Json.tree(state),
                Json.tree(lookout),
                looked == null ? v.missedPolls() + 1 : 0,
                looked == null ? v.lastEvidenceAt() : looked,
                v.extended(),
                null,
                "");
    }

    private TrafficSample sample(CutoverRecord record, CounterSnapshot.Delta delta) {
        var pair = ObservationCursor.pair(delta);
        return new TrafficSample(
                session.now(),
                record.share(),
                pair.canary().requests(),
                pair.canary().errors(),
                pair.baseline().requests(),
                pair.baseline().errors(),
                delta.skipped().isEmpty());
    }

    private double seconds(CutoverRecord record) {
        return JudgeSettingsMapper.seconds(Duration.between(record.openedAt(), session.now()));
    }

    private Router router(CutoverRecord record) {
        return session.router(record.spec().haproxy());
    }

    private JudgeSettings settings(CutoverRecord record) {
        return JudgeSettingsMapper.of(record.spec(), verdictHandler.rules(record));
    }
}

package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.judge.Figures;
import io.jenkins.plugins.cutover.judge.Judge;
import io.jenkins.plugins.cutover.judge.JudgeState;
import io.jenkins.plugins.cutover.judge.Judgement;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.model.VerifySpec.OnInconclusive;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.LatencyReading;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Watches the live traffic of a phase until EKS is shown to be no worse than Mesos, or to be worse. When it does harm
 * the traffic is sent back within the tick that found it, before anything is reported.
 */
public final class Verify implements Operation {
    private final Ledger ledger;
    private final String service;
    private final Conclusion conclusion;
    private final Upkeep upkeep;
    private final Checks checks;

    /** @param bake how long to watch at least; the rest as the service's spec says */
    public Verify(Context context, String service, Duration bake) {
        this(context, service, bake, null, null);
    }

    /**
     * @param max how long the phase may take before it is INCONCLUSIVE; null for what the spec says
     * @param choice what happens then; null for what the spec says
     */
    public Verify(Context context, String service, Duration bake, Duration max, OnInconclusive choice) {
        this.ledger = new Ledger(context);
        this.service = service;
        this.conclusion = new Conclusion(ledger, service, bake, max, choice);
        this.upkeep = new Upkeep(ledger);
        this.checks = new Checks(ledger);
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
        CutoverRecord record = ledger.forward(service);
        if (record.share().equals(Share.NONE)) {
            throw new CutoverException("EKS has no share of the traffic to judge; run shiftTraffic first");
        }
        CutoverRecord.Verify v = record.verify();
        boolean underWay = v != null && v.share().equals(record.share()) && v.verdict() == null;
        Tick tick = underWay ? look(record) : begin(record);
        if (underWay && tick instanceof Tick.Again) {
            upkeep.platforms(ledger.read(service));
        }
        return tick;
    }

    private Tick begin(CutoverRecord record) {
        Judge judge = judge(record);
        Router router = router(record);
        CounterSnapshot counters = router.read().counters();
        LatencyReading latencies = router.latencies(java.util.List.of());
        Lookout lookout = record.verify() == null
                ? Lookout.first(counters, latencies)
                : Json.value(record.verify().lookout(), Lookout.class).next(counters, latencies, Map.of());
        int pods = Math.max(1, record.desired().eks().size());
        int share = record.share().basisPoints();
        JudgeState state = record.verify() == null
                ? judge.start(seconds(record), share, pods, measuredBefore(record, counters))
                : judge.phase(Json.value(record.verify().judge(), JudgeState.class), seconds(record), share, pods);
        ledger.write(record.with(d -> d.verify(new CutoverRecord.Verify(
                        record.share(),
                        ledger.now(),
                        Json.tree(state),
                        Json.tree(lookout),
                        0,
                        ledger.now(),
                        false,
                        null,
                        ""))
                .event(ledger.event(
                        "phase",
                        "judging EKS at " + record.share(),
                        Map.of("share", record.share().percent())))));
        return new Tick.Again(record.spec().verify().poll(), service + " " + record.share() + ": watching");
    }

    /** Mesos's own requests since the record was opened, one block: no more is known of it before the first phase. */
    private static Figures measuredBefore(CutoverRecord record, CounterSnapshot now) {
        if (record.before().counters() == null || record.before().counters().isNull()) {
            return Figures.NONE;
        }
        CounterSnapshot.Delta delta = now.since(Json.value(record.before().counters(), CounterSnapshot.class));
        return Figures.NONE.plus(Lookout.counts(delta.mesos()));
    }

    private Tick look(CutoverRecord before) {
        Instant looked = ledger.now();
        Upkeep.Look look = upkeep.look(before);
        CutoverRecord record = look.record();
        if (!look.harm().isEmpty()) {
            return conclusion.goBack(record, Verdict.HARMFUL, "HARMFUL: " + look.harm(), true);
        }
        Judge judge = judge(record);
        Lookout lookout = Json.value(record.verify().lookout(), Lookout.class);
        LatencyReading latencies = router(record).latencies(lookout.cursors());
        CounterSnapshot.Delta delta = look.counters().since(lookout.counters());
        Poll poll = lookout.poll(
                seconds(record),
                look.counters(),
                latencies,
                record.spec().verify().latencyMargin());
        JudgeState state = judge.observe(Json.value(record.verify().judge(), JudgeState.class), poll);
        boolean missed =
                look.missed() || delta.skipped().size() >= record.confirmed().size();
        Judgement found = judge.judge(state);
        Checks.Round round = found.kind() == Judgement.Kind.HARMFUL
                ? Checks.Round.none(lookout.checks()) // harm waits for no other system
                : checks.round(record, lookout.checks());
        Lookout next = lookout.next(look.counters(), latencies, round.standings());
        CutoverRecord seen = round.into(record.with(
                d -> d.verify(seen(record, state, next, missed ? null : looked)).sample(sample(record, delta))));
        return conclusion.of(seen, found, delta, round);
    }

    /** @param looked when all of the fleet was looked at; null when it was not */
    private CutoverRecord.Verify seen(CutoverRecord record, JudgeState state, Lookout lookout, Instant looked) {
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
        var pair = Lookout.pair(delta);
        return new TrafficSample(
                ledger.now(),
                record.share(),
                pair.canary().requests(),
                pair.canary().errors(),
                pair.baseline().requests(),
                pair.baseline().errors(),
                delta.skipped().isEmpty());
    }

    private double seconds(CutoverRecord record) {
        return Settings.seconds(Duration.between(record.openedAt(), ledger.now()));
    }

    private Router router(CutoverRecord record) {
        return ledger.router(record.spec().haproxy());
    }

    private static Judge judge(CutoverRecord record) {
        return new Judge(Settings.of(record.spec()));
    }
}

package io.jenkins.plugins.cutover.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.judge.Decision;
import io.jenkins.plugins.cutover.judge.Figures;
import io.jenkins.plugins.cutover.judge.Judge;
import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.JudgeState;
import io.jenkins.plugins.cutover.judge.Judgement;
import io.jenkins.plugins.cutover.judge.Patience;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
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
import java.util.TreeMap;

/**
 * Watches the live traffic of a phase until EKS is shown to be no worse than Mesos, or to be worse. When it does harm
 * the traffic is sent back within the tick that found it, before anything is reported.
 */
public final class Verify implements Operation {
    /** Above this many requests a second the first seconds of a phase are looked at four times as often. */
    private static final long BUSY = 500;

    private static final Duration EARLY = Duration.ofSeconds(30);
    private static final Duration EARLY_POLL = Duration.ofMillis(250);

    private final Ledger ledger;
    private final WayBack wayBack;
    private final String service;
    private final Duration bake;
    private final Upkeep upkeep;

    /** @param bake how long to watch at least */
    public Verify(Context context, String service, Duration bake) {
        this.ledger = new Ledger(context);
        this.wayBack = new WayBack(ledger);
        this.service = service;
        this.bake = bake;
        this.upkeep = new Upkeep(ledger);
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
        return underWay ? look(record) : begin(record);
    }

    private Tick begin(CutoverRecord record) {
        Judge judge = judge(record);
        Router router = router(record);
        CounterSnapshot counters = router.read().counters();
        LatencyReading latencies = router.latencies(java.util.List.of());
        Lookout lookout = record.verify() == null
                ? Lookout.first(counters, latencies)
                : read(record.verify().lookout(), Lookout.class).next(counters, latencies);
        int pods = Math.max(1, record.desired().eks().size());
        int share = record.share().basisPoints();
        JudgeState state = record.verify() == null
                ? judge.start(seconds(record), share, pods, measuredBefore(record, counters))
                : judge.phase(read(record.verify().judge(), JudgeState.class), seconds(record), share, pods);
        ledger.write(record.with(d -> d.verify(new CutoverRecord.Verify(
                        record.share(), ledger.now(), write(state), write(lookout), 0, ledger.now(), false, null, ""))
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
        CounterSnapshot.Delta delta = now.since(read(record.before().counters(), CounterSnapshot.class));
        return Figures.NONE.plus(Lookout.counts(delta.mesos()));
    }

    private Tick look(CutoverRecord before) {
        Upkeep.Look look = upkeep.look(before);
        CutoverRecord record = look.record();
        if (!look.harm().isEmpty()) {
            return goBack(record, Verdict.HARMFUL, "HARMFUL: " + look.harm(), true);
        }
        Judge judge = judge(record);
        Lookout lookout = read(record.verify().lookout(), Lookout.class);
        LatencyReading latencies = router(record).latencies(lookout.cursors());
        CounterSnapshot.Delta delta = look.counters().since(lookout.counters());
        Poll poll = lookout.poll(
                seconds(record),
                look.counters(),
                latencies,
                record.spec().verify().latencyMargin());
        JudgeState state = judge.observe(read(record.verify().judge(), JudgeState.class), poll);
        boolean missed =
                look.missed() || delta.skipped().size() >= record.confirmed().size();
        CutoverRecord seen =
                record.with(d -> d.verify(seen(record, state, lookout.next(look.counters(), latencies), missed))
                        .sample(sample(record, delta)));
        return decide(seen, judge.judge(state), delta);
    }

    private CutoverRecord.Verify seen(CutoverRecord record, JudgeState state, Lookout lookout, boolean missed) {
        CutoverRecord.Verify v = record.verify();
        return new CutoverRecord.Verify(
                v.share(),
                v.startedAt(),
                write(state),
                write(lookout),
                missed ? v.missedPolls() + 1 : 0,
                missed ? v.lastEvidenceAt() : ledger.now(),
                v.extended(),
                null,
                "");
    }

    private Tick decide(CutoverRecord record, Judgement found, CounterSnapshot.Delta delta) {
        CutoverRecord.Verify v = record.verify();
        Patience.Elapsed elapsed = new Patience.Elapsed(
                since(v.startedAt()), Settings.seconds(bake), v.missedPolls(), since(v.lastEvidenceAt()), v.extended());
        Decision decision = new Patience(settings(record)).decide(found, elapsed);
        Verdict verdict = decision.verdict();
        return switch (decision.action()) {
            case PASS -> pass(record, Verdict.HEALTHY, found.sentence(), found);
            case GO_BACK ->
                verdict == Verdict.INCONCLUSIVE && !v.extended() && !suspicious(record, found)
                        ? late(record, decision, found, delta)
                        : goBack(record, verdict, decision.sentence(), verdict != Verdict.INCONCLUSIVE);
            case EXTEND -> late(record, decision, found, delta);
            case WAIT, HOLD -> goOn(ledger.write(record), status(record, found), delta);
        };
    }

    private static boolean suspicious(CutoverRecord record, Judgement found) {
        return found.evidence().harm() >= settings(record).get(io.jenkins.plugins.cutover.judge.Parameter.SUSPICION);
    }

    /** The time is over and nothing is proved: what happens now is the user's choice. */
    private Tick late(CutoverRecord record, Decision decision, Judgement found, CounterSnapshot.Delta delta) {
        OnInconclusive choice = record.spec().verify().onInconclusive();
        if (choice == OnInconclusive.ASK || choice == OnInconclusive.PROCEED) {
            return pass(record, Verdict.INCONCLUSIVE, decision.sentence(), found);
        }
        if (choice == OnInconclusive.ROLLBACK) {
            return goBack(record, Verdict.INCONCLUSIVE, decision.sentence(), false);
        }
        CutoverRecord.Verify v = record.verify();
        CutoverRecord held = ledger.write(record.with(d -> d.verify(new CutoverRecord.Verify(
                        v.share(),
                        v.startedAt(),
                        v.judge(),
                        v.lookout(),
                        v.missedPolls(),
                        v.lastEvidenceAt(),
                        true,
                        null,
                        ""))
                .event(ledger.event("extended", decision.sentence() + "; held as long again"))));
        return goOn(held, service + " " + record.share() + ": held, " + decision.sentence(), delta);
    }

    private Tick goOn(CutoverRecord record, String status, CounterSnapshot.Delta delta) {
        Duration poll = record.spec().verify().poll();
        boolean busy = delta.eks().requests() + delta.mesos().requests() > BUSY * Settings.seconds(poll)
                && since(record.verify().startedAt()) < EARLY.toSeconds();
        return new Tick.Again(busy && poll.compareTo(EARLY_POLL) > 0 ? EARLY_POLL : poll, status);
    }

    private Tick pass(CutoverRecord record, Verdict verdict, String sentence, Judgement found) {
        boolean complete = verdict == Verdict.HEALTHY && record.share().equals(Share.ALL);
        CutoverRecord done = ledger.write(record.with(d -> d.verify(ended(record.verify(), verdict, sentence))
                .state(complete ? CutoverState.COMPLETED : record.state())
                .event(ledger.event("verdict", record.share() + ": " + sentence, numbers(record, verdict, found)))));
        if (complete) {
            ledger.unlock(done);
        }
        return new Tick.Done(result(done));
    }

    /** Written first, then done, then told. */
    private Tick goBack(CutoverRecord record, Verdict verdict, String sentence, boolean eksFailing) {
        CutoverRecord told = record.with(d -> d.verify(ended(record.verify(), verdict, sentence))
                .event(ledger.event(
                        "verdict",
                        record.share() + ": " + sentence,
                        Map.of("share", record.share().percent(), "verdict", verdict.name()))));
        CutoverRecord decided = wayBack.decide(told, sentence, eksFailing, EksAfter.KEEP, Share.NONE);
        CutoverRecord back = wayBack.traffic(decided);
        Map<String, Object> result = result(back);
        Instant at = back.rollback().trafficBackAt();
        if (at != null) {
            result.put(
                    "verdictToMesosMs",
                    Duration.between(back.rollback().decidedAt(), at).toMillis());
        }
        return new Tick.Failed(
                sentence + "; traffic is " + (WayBack.trafficIsBack(back) ? "" : "only in part ") + "back on Mesos",
                result);
    }

    private static CutoverRecord.Verify ended(CutoverRecord.Verify v, Verdict verdict, String sentence) {
        return new CutoverRecord.Verify(
                v.share(),
                v.startedAt(),
                v.judge(),
                v.lookout(),
                v.missedPolls(),
                v.lastEvidenceAt(),
                v.extended(),
                verdict,
                sentence);
    }

    private TrafficSample sample(CutoverRecord record, CounterSnapshot.Delta delta) {
        var pair = Lookout.pair(delta);
        return new TrafficSample(
                ledger.now(),
                record.share(),
                pair.canary().requests(),
                pair.canary().errors(),
                pair.baseline().requests(),
                pair.baseline().errors());
    }

    private String status(CutoverRecord record, Judgement found) {
        var eks = found.traffic().canary();
        double left = Settings.seconds(bake) - since(record.verify().startedAt());
        return service + " " + record.share() + ": " + eks.requests() + " EKS requests, " + eks.errors() + " errors, "
                + (left > 0
                        ? Durations.text(Duration.ofSeconds((long) Math.ceil(left))) + " to go"
                        : "waits for proof");
    }

    private Map<String, Object> numbers(CutoverRecord record, Verdict verdict, Judgement found) {
        Map<String, Object> numbers = new TreeMap<>();
        numbers.put("share", record.share().percent());
        numbers.put("verdict", verdict.name());
        numbers.put("evidenceOfHarm", found.evidence().harm());
        numbers.put("eksRequests", found.traffic().canary().requests());
        numbers.put("eksErrors", found.traffic().canary().errors());
        numbers.put("mesosRequests", found.traffic().baseline().requests());
        numbers.put("mesosErrors", found.traffic().baseline().errors());
        return numbers;
    }

    private Map<String, Object> result(CutoverRecord record) {
        CutoverRecord.Verify v = record.verify();
        Map<String, Object> result = new TreeMap<>();
        result.put("service", service);
        result.put("percent", v.share().percent());
        result.put("verdict", v.verdict().name());
        result.put("evidence", v.sentence());
        result.put("seconds", Math.round(since(v.startedAt()) * 10) / 10.0);
        return result;
    }

    private double since(Instant then) {
        return Duration.between(then, ledger.now()).toMillis() / 1000.0;
    }

    private double seconds(CutoverRecord record) {
        return since(record.openedAt());
    }

    private Router router(CutoverRecord record) {
        return ledger.context().doors().router(record.spec().haproxy());
    }

    private static JudgeSettings settings(CutoverRecord record) {
        return Settings.of(record.spec().verify());
    }

    private static Judge judge(CutoverRecord record) {
        return new Judge(settings(record));
    }

    private static JsonNode write(Object value) {
        return Json.mapper().valueToTree(value);
    }

    private static <T> T read(JsonNode tree, Class<T> type) {
        try {
            return Json.mapper().treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new CutoverException(
                    "record: " + type.getSimpleName() + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}

package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.evidence.CutoverOutcome;
import io.jenkins.plugins.cutover.evidence.LatencySample;
import io.jenkins.plugins.cutover.evidence.RequestTotals;
import io.jenkins.plugins.cutover.evidence.RollbackSummary;
import io.jenkins.plugins.cutover.evidence.Timeline;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.KindSample;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.sandbox.HarmCount;
import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What the clients measured, beside the record: counted by the load generator, not by the tool. */
final class DemoReport {
    private static final Duration SAMPLE = Duration.ofMillis(500);
    private static final Duration LATENCY = Duration.ofSeconds(1);

    private final DemoRun run;
    private final LoadGenerator load;
    private final CutoverRecord record;

    DemoReport(DemoRun run) {
        this.run = run;
        this.load = run.load();
        this.record = run.record().orElseThrow(() -> new IllegalStateException("the pipeline left no record"));
    }

    static Event fault(DemoRun run) {
        return new Event(
                run.struckAt(),
                "fault",
                "the demo: " + run.options().fault().text(run.options().faultSize()),
                Map.of());
    }

    Timeline timeline() {
        Instant from = run.start();
        Instant to = load.now();
        LoadSnapshot all = load.snapshot();
        LoadSnapshot after = afterTheRollback();
        boolean clean = after == null || after.answered(Side.EKS) == 0 && after.failed() == 0;
        return Timeline.of(DemoRun.SERVICE, clean ? outcome() : CutoverOutcome.FAILED, from, to)
                .requests(
                        new RequestTotals(all.total(), all.failed(), all.answered(Side.MESOS), all.answered(Side.EKS)))
                .samples(samples(from, to))
                .counted(record.samples())
                .latencies(latencies(from, to))
                .phases(run.phases())
                .rollback(rollback())
                .events(events(after))
                .build();
    }

    private CutoverOutcome outcome() {
        WaitOptions waits = run.options().waits();
        boolean kept = waits.retire() && record.state() == CutoverState.COMPLETED;
        boolean unproven = waits.handover()
                && record.state() != CutoverState.ROLLED_BACK
                && record.handed().provenAt() == null;
        if (kept || unproven) {
            return CutoverOutcome.FAILED; // what was asked for after 100 % is not done
        }
        return record.state().open() ? CutoverOutcome.FAILED : CutoverOutcome.of(record.state());
    }

    /** Every request after the rollback must be answered by Mesos; null when there was none. */
    private LoadSnapshot afterTheRollback() {
        return record.state() == CutoverState.ROLLED_BACK
                ? load.between(record.rollback().finishedAt(), load.now())
                : null;
    }

    private List<Event> events(LoadSnapshot after) {
        List<Event> events = new ArrayList<>(record.history());
        events.addAll(run.notes());
        if (run.struckAt() != null) {
            events.add(fault(run));
            HarmCount harm = harm();
            if (harm.harmed() > 0) {
                events.add(new Event(
                        load.now(),
                        "harm",
                        harm.harmed() + " of " + harm.requests() + " requests from the fault on: " + harm.words(),
                        Map.of("harmed", harm.harmed(), "requests", harm.requests())));
            }
        }
        if (after != null) {
            events.add(new Event(
                    load.now(),
                    "aftermath",
                    after.total() + " requests after the rollback: " + after.answered(Side.MESOS)
                            + " answered by Mesos, " + after.answered(Side.EKS) + " by EKS, " + after.failed()
                            + " failed",
                    Map.of("requests", after.total(), "eks", after.answered(Side.EKS), "failed", after.failed())));
        }
        events.sort(Comparator.comparing(Event::at));
        return events;
    }

    private RollbackSummary rollback() {
        CutoverRecord.Rollback r = record.rollback();
        return r == null
                ? null
                : new RollbackSummary(
                        r.reason(),
                        r.from(),
                        r.decidedAt(),
                        millis(run.struckAt(), r.decidedAt()),
                        millis(r.decidedAt(), r.trafficBackAt()),
                        harmed(),
                        record.before().mesosInstances(),
                        run.sandbox().marathon().instances(Sandbox.APP));
    }

    private static Long millis(Instant from, Instant to) {
        return from == null || to == null ? null : Duration.between(from, to).toMillis();
    }

    private Long harmed() {
        return run.struckAt() == null ? null : harm().harmed();
    }

    /** Requests due from the fault on that failed, or that the fault made slow. */
    private HarmCount harm() {
        return HarmCount.of(load.log(), run.struckAt(), load.now());
    }

    private List<TrafficSample> samples(Instant from, Instant to) {
        return ends(from, to, SAMPLE).stream()
                .map(end -> {
                    LoadSnapshot s = load.between(end.minus(SAMPLE), end);
                    return new TrafficSample(
                            end,
                            wanted(end),
                            s.answered(Side.EKS),
                            s.errors(Side.EKS),
                            s.answered(Side.MESOS),
                            s.errors(Side.MESOS) + s.unanswered(),
                            true,
                            kinds(end, s));
                })
                .toList();
    }

    /** The clients do not tell kinds apart as HAProxy does. */
    private List<KindSample> kinds(Instant end, LoadSnapshot s) {
        return record.samples().stream()
                .filter(r -> r.at().isAfter(end.minus(SAMPLE)) && !r.at().isAfter(end))
                .flatMap(r -> r.kinds().stream())
                .filter(k -> k.kind() != HarmKind.FAILED)
                .collect(Collectors.groupingBy(KindSample::kind))
                .entrySet()
                .stream()
                .map(k -> new KindSample(
                        k.getKey(),
                        Math.min(s.answered(Side.EKS), sum(k.getValue(), KindSample::eks)),
                        Math.min(s.answered(Side.MESOS), sum(k.getValue(), KindSample::mesos))))
                .toList();
    }

    private static long sum(List<KindSample> samples, ToLongFunction<KindSample> side) {
        return samples.stream().mapToLong(side).sum();
    }

    private List<LatencySample> latencies(Instant from, Instant to) {
        return ends(from, to, LATENCY).stream()
                .map(end -> {
                    LoadSnapshot s = load.between(end.minus(LATENCY), end);
                    return new LatencySample(end, p99(s, Side.MESOS), p99(s, Side.EKS));
                })
                .toList();
    }

    private static double p99(LoadSnapshot s, Side side) {
        return s.answered(side) == 0 ? Double.NaN : s.latency(side, 99).toNanos() / 1e6;
    }

    private static List<Instant> ends(Instant from, Instant to, Duration every) {
        List<Instant> ends = new ArrayList<>();
        for (Instant end = from.plus(every); !end.isAfter(to); end = end.plus(every)) {
            ends.add(end);
        }
        return ends;
    }

    private Share wanted(Instant at) {
        Share share = Share.NONE;
        for (Event event : record.history()) {
            if (event.at().isAfter(at)) {
                return share;
            }
            if (event.kind().equals("shift")) {
                share = Share.ofPercent(event.data().get("to"));
            } else if (event.kind().equals("rollback")) {
                share = Share.NONE;
            }
        }
        return share;
    }
}

package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.KindSample;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Cutovers as they go, made up from a seed. */
final class Timelines {
    static final Instant START = Instant.parse("2026-03-04T10:00:00Z");

    private final int secondsEach;
    private final double rate;
    private final SplittableRandom random = new SplittableRandom(4);
    private final List<TrafficSample> samples = new ArrayList<>();
    private final List<LatencySample> latencies = new ArrayList<>();
    private final List<PhaseSpan> phases = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private Instant now = START;

    private Timelines(int secondsEach, double rate) {
        this.secondsEach = secondsEach;
        this.rate = rate;
    }

    /** All phases healthy, at 300 requests per second. */
    static Timeline completed(int secondsEach, double... percents) {
        Timelines t = new Timelines(secondsEach, 300);
        t.deploy();
        for (double percent : percents) {
            t.phase(Share.ofPercent(DisplayText.number(percent)), 0, Verdict.HEALTHY, t.secondsEach);
        }
        t.event("completed", "all traffic is on EKS; Mesos is held until it is retired");
        return t.timeline(CutoverOutcome.COMPLETED, null);
    }

    /** Harm at the last of the phases, with a third of EKS's answers failing. */
    static Timeline rolledBack(int secondsEach, double... percents) {
        Timelines t = new Timelines(secondsEach, 300);
        t.deploy();
        for (int i = 0; i < percents.length - 1; i++) {
            t.phase(Share.ofPercent(DisplayText.number(percents[i])), 0, Verdict.HEALTHY, t.secondsEach);
        }
        Share last = Share.ofPercent(DisplayText.number(percents[percents.length - 1]));
        t.event("fault", "errors50: half of the answers of EKS are errors");
        t.phase(last, 0.5, Verdict.HARMFUL, Math.max(2, t.secondsEach / 4));
        Instant decided = t.now;
        String reason = "EKS fails 50% of 37 requests, Mesos 0.02% (evidence 412 > 100)";
        t.event("rollback", "back to Mesos from " + last + ": " + reason);
        t.event("traffic-back", "2 of 2 HAProxy instances send everything to Mesos, 41ms after the decision");
        t.traffic(Share.NONE, 0, t.secondsEach / 2);
        t.event("rolled-back", "Mesos serves everything with 10 instances, as before");
        return t.timeline(
                CutoverOutcome.ROLLED_BACK, new RollbackSummary(reason, last, decided, 1_180L, 41L, 19L, 10, 10));
    }

    /**
     * Stalled answers on EKS from the middle of the last phase, at 300 requests per second, of which a twentieth is
     * answered 404 and a thirtieth 3xx on both sides.
     */
    static Timeline stalled(int secondsEach, double... percents) {
        Timelines t = new Timelines(secondsEach, 300);
        t.deploy();
        Share share = Share.NONE;
        for (double percent : percents) {
            share = Share.ofPercent(DisplayText.number(percent));
            boolean last = percent == percents[percents.length - 1];
            t.phase(share, 0, last ? Verdict.HARMFUL : Verdict.HEALTHY, secondsEach);
        }
        t.normalEndings();
        t.stall(t.samples.size() - secondsEach / 2);
        Instant decided = t.now;
        String reason = "EKS 118 of 502 stalled, Mesos 0 of 1,507";
        t.event("rollback", "back to Mesos from " + share + ": " + reason);
        return t.timeline(
                CutoverOutcome.ROLLED_BACK, new RollbackSummary(reason, share, decided, 1_180L, 41L, 118L, 10, 10));
    }

    private void normalEndings() {
        samples.replaceAll(s -> with(
                s,
                new KindSample(HarmKind.NOT_FOUND, part(s.eksRequests(), 20), part(s.mesosRequests(), 20)),
                new KindSample(HarmKind.REDIRECTED, part(s.eksRequests(), 30), part(s.mesosRequests(), 30))));
    }

    private void stall(int from) {
        for (int i = from; i < samples.size(); i++) {
            TrafficSample s = samples.get(i);
            samples.set(i, with(s, new KindSample(HarmKind.STALLED, s.eksRequests() / 2, 0)));
        }
    }

    private static TrafficSample with(TrafficSample s, KindSample... kinds) {
        List<KindSample> all = new ArrayList<>(s.kinds());
        all.addAll(List.of(kinds));
        return new TrafficSample(
                s.at(), s.wanted(), s.eksRequests(), s.eksErrors(), s.mesosRequests(), s.mesosErrors(), true, all);
    }

    private long part(long requests, int oneOf) {
        return Math.min(requests, Math.round(requests / (double) oneOf * random.nextDouble(0.5, 1.5)));
    }

    private void deploy() {
        event("deploy", "applying 3 objects to namespace orders");
        traffic(Share.NONE, 0, Math.max(1, secondsEach / 3));
        event("ready", "every HAProxy instance sees the pods healthy; no traffic yet");
    }

    private void phase(Share share, double eksErrors, Verdict verdict, int seconds) {
        event("shifted", "EKS has " + share + " on 2 of 2 instances");
        Instant from = now;
        int first = samples.size();
        traffic(share, eksErrors, seconds);
        RequestTotals r = RequestTotals.of(samples.subList(first, samples.size()));
        phases.add(new PhaseSpan(share, from, now, (double) r.eks() / r.total(), verdict, r.total()));
        events.add(new Event(
                now,
                "verdict",
                share + " is " + verdict + " after " + r.eks() + " EKS requests",
                Map.of("verdict", verdict.name())));
    }

    private void traffic(Share share, double eksErrors, int seconds) {
        for (int i = 0; i < seconds; i++) {
            now = now.plusSeconds(1);
            long all = Math.round(rate + random.nextInt(-12, 13));
            long eks = Math.round(all * share.fraction());
            long failed = Math.round(eks * eksErrors * random.nextDouble(0.7, 1.0));
            samples.add(new TrafficSample(now, share, eks, failed, all - eks, random.nextInt(40) == 0 ? 1 : 0));
            latencies.add(new LatencySample(
                    now, 10 + random.nextDouble(2), eks == 0 ? Double.NaN : 11 + random.nextDouble(3)));
        }
    }

    private void event(String kind, String text) {
        events.add(Event.of(now, kind, text));
        now = now.plus(Duration.ofMillis(120));
    }

    private Timeline timeline(CutoverOutcome outcome, RollbackSummary rollback) {
        return Timeline.of("orders", outcome, START, now)
                .samples(samples)
                .latencies(latencies)
                .phases(phases)
                .rollback(rollback)
                .events(events)
                .build();
    }
}

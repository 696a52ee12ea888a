package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a timeline from a record. A record has traffic only from the time when a phase was judged, by HAProxy's counters,
 * and does not know when a fault began.
 */
public final class TimelineReader {
    private final CutoverRecord record;
    private final List<PhaseSpan> phases = new ArrayList<>();
    private Share share;
    private Instant since;

    private TimelineReader(CutoverRecord record) {
        this.record = record;
    }

    public static Timeline read(CutoverRecord record) {
        return new TimelineReader(record).read();
    }

    private Timeline read() {
        record.history().forEach(this::follow);
        end(record.updatedAt(), null);
        return Timeline.of(record.service(), CutoverOutcome.of(record.state()), record.openedAt(), record.updatedAt())
                .samples(record.samples())
                .phases(phases)
                .rollback(record.rollback() == null ? null : rollback(record.rollback()))
                .events(record.history())
                .build();
    }

    private void follow(Event event) {
        switch (event.kind()) {
            case "phase" -> {
                end(event.at(), null);
                if (event.data().get("share") instanceof Number percent) {
                    share = Share.ofPercent(percent);
                    since = event.at();
                }
            }
            case "verdict" -> end(event.at(), verdict(event));
            case "rollback" -> end(event.at(), null);
            default -> {
                // Does not begin or end a phase.
            }
        }
    }

    private static Verdict verdict(Event event) {
        return Arrays.stream(Verdict.values())
                .filter(v -> v.name().equals(event.data().get("verdict")))
                .findFirst()
                .orElse(null);
    }

    private void end(Instant at, Verdict verdict) {
        if (since == null) {
            return;
        }
        RequestTotals seen = RequestTotals.of(between(since, at));
        double measured = (double) seen.eks() / (seen.eks() + seen.mesos());
        phases.add(new PhaseSpan(share, since, at, measured, verdict, seen.total()));
        since = null;
    }

    private List<TrafficSample> between(Instant from, Instant to) {
        return record.samples().stream()
                .filter(s -> s.at().isAfter(from) && !s.at().isAfter(to))
                .toList();
    }

    private RollbackSummary rollback(CutoverRecord.Rollback r) {
        Long back = r.trafficBackAt() == null
                ? null
                : Duration.between(r.decidedAt(), r.trafficBackAt()).toMillis();
        Integer before = record.before() == null ? null : record.before().mesosInstances();
        Integer known = r.instances() == null ? before : r.instances();
        Integer after = record.state() == CutoverState.ROLLED_BACK ? known : null;
        return new RollbackSummary(r.reason(), r.from(), r.decidedAt(), null, back, harmed(), before, after);
    }

    /**
     * In the phase that failed: the errors of EKS, an upper bound, since some may have nothing to do with the fault; or what
     * ended in other ways more often than on Mesos, if that is more.
     */
    private Long harmed() {
        if (phases.isEmpty() || phases.get(phases.size() - 1).verdict() == Verdict.HEALTHY) {
            return null;
        }
        Instant from = phases.get(phases.size() - 1).from();
        List<TrafficSample> samples = between(from, record.updatedAt());
        long errors = samples.stream().mapToLong(TrafficSample::eksErrors).sum();
        return Math.max(errors, KindTotals.of(samples).excessOnEks());
    }
}

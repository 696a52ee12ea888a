package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The data of a report on one cutover, from a record ({@link TimelineReader}) or from a source that saw more.
 *
 * @param to the end, or the last poll while it is under way; not before {@code from}
 * @param samples in the order of time
 * @param counted the samples that know how requests ended, as HAProxy counted them, in the order of time; the same as
 *     {@code samples} unless those are from another source
 * @param latencies in the order of time; empty when they were not measured
 * @param rollback null unless the service went back
 * @param events in the order of time
 */
public record Timeline(
        String service,
        CutoverOutcome outcome,
        Instant from,
        Instant to,
        RequestTotals requests,
        List<TrafficSample> samples,
        List<TrafficSample> counted,
        List<LatencySample> latencies,
        List<PhaseSpan> phases,
        RollbackSummary rollback,
        List<Event> events) {
    public Timeline {
        Objects.requireNonNull(service, "service");
        samples = List.copyOf(samples);
        counted = List.copyOf(counted);
        latencies = List.copyOf(latencies);
        phases = List.copyOf(phases);
        events = List.copyOf(events);
    }

    /**
     * One phase.
     *
     * @param share what was wanted
     * @param from when the share was confirmed
     * @param to its end, or the last poll
     * @param measured EKS's part of the requests, 0 to 1; NaN when there were none
     * @param verdict null while there is none
     * @param requests on both sides
     */
    public record PhaseSpan(Share share, Instant from, Instant to, double measured, Verdict verdict, long requests) {

        public double seconds() {
            return Duration.between(from, to).toMillis() / 1000.0;
        }
    }

    public Duration length() {
        return Duration.between(from, to);
    }

    /** @param to not before {@code from}: an earlier one counts as {@code from} */
    public static Builder of(String service, CutoverOutcome outcome, Instant from, Instant to) {
        return new Builder(service, outcome, from, to);
    }

    /** Every part but these four is optional. */
    public static final class Builder {
        private final String service;
        private final CutoverOutcome outcome;
        private final Instant from;
        private final Instant to;
        private RequestTotals requests;
        private List<TrafficSample> samples = List.of();
        private List<TrafficSample> counted;
        private List<LatencySample> latencies = List.of();
        private List<PhaseSpan> phases = List.of();
        private RollbackSummary rollback;
        private List<Event> events = List.of();

        private Builder(String service, CutoverOutcome outcome, Instant from, Instant to) {
            this.service = service;
            this.outcome = outcome;
            this.from = from;
            this.to = to.isBefore(from) ? from : to;
        }

        /** Without it the totals are the sums of the samples, which lack requests that no service answered. */
        public Builder requests(RequestTotals value) {
            requests = value;
            return this;
        }

        public Builder samples(List<TrafficSample> values) {
            samples = values;
            return this;
        }

        /** Without it, the samples. */
        public Builder counted(List<TrafficSample> values) {
            counted = values;
            return this;
        }

        public Builder latencies(List<LatencySample> values) {
            latencies = values;
            return this;
        }

        public Builder phases(List<PhaseSpan> values) {
            phases = values;
            return this;
        }

        public Builder rollback(RollbackSummary value) {
            rollback = value;
            return this;
        }

        public Builder events(List<Event> values) {
            events = values;
            return this;
        }

        public Timeline build() {
            RequestTotals totals = requests == null ? RequestTotals.of(samples) : requests;
            List<TrafficSample> known = counted == null ? samples : counted;
            return new Timeline(
                    service, outcome, from, to, totals, samples, known, latencies, phases, rollback, events);
        }
    }
}

package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.TrafficSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Everything that is shown of one cutover: made from a record by {@link TimelineReader}, or by whoever saw more.
 *
 * @param to the end, or the last look while it is under way; not before {@code from}
 * @param samples in the order of time
 * @param latencies in the order of time; empty when nobody measured them
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
        List<LatencySample> latencies,
        List<PhaseSpan> phases,
        RollbackSummary rollback,
        List<Event> events) {
    public Timeline {
        Objects.requireNonNull(service, "service");
        samples = List.copyOf(samples);
        latencies = List.copyOf(latencies);
        phases = List.copyOf(phases);
        events = List.copyOf(events);
    }

    public Duration length() {
        return Duration.between(from, to);
    }

    /** Requests that failed although no service had answered them count as failed here; give them if you know them. */
    public static Builder of(String service, CutoverOutcome outcome, Instant from, Instant to) {
        return new Builder(service, outcome, from, to);
    }

    /** Names the parts; all but the first four are optional. */
    public static final class Builder {
        private final String service;
        private final CutoverOutcome outcome;
        private final Instant from;
        private final Instant to;
        private RequestTotals requests;
        private List<TrafficSample> samples = List.of();
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

        /** Without it the totals are the sums of the samples. */
        public Builder requests(RequestTotals value) {
            requests = value;
            return this;
        }

        public Builder samples(List<TrafficSample> values) {
            samples = values;
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
            return new Timeline(service, outcome, from, to, totals, samples, latencies, phases, rollback, events);
        }
    }
}

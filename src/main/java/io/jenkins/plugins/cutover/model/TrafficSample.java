package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The change of the fleet's counters between two polls.
 *
 * @param at the end of the interval
 * @param wanted the share that was set
 * @param eksRequests requests answered or lost by EKS servers
 * @param eksErrors of these, failed
 * @param mesosRequests requests answered or lost by Mesos servers
 * @param mesosErrors of these, failed
 * @param wholeFleet whether every instance was counted: a silent or restarted one is not, and its requests are missing
 * @param kinds how requests ended that were not answered well; a kind that did not occur is not in it
 */
public record TrafficSample(
        Instant at,
        Share wanted,
        long eksRequests,
        long eksErrors,
        long mesosRequests,
        long mesosErrors,
        boolean wholeFleet,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<KindSample> kinds)
        implements Serializable {
    public TrafficSample {
        kinds = kinds == null ? List.of() : List.copyOf(kinds); // absent in older records
    }

    /** No kinds are known. */
    public TrafficSample(
            Instant at,
            Share wanted,
            long eksRequests,
            long eksErrors,
            long mesosRequests,
            long mesosErrors,
            boolean wholeFleet) {
        this(at, wanted, eksRequests, eksErrors, mesosRequests, mesosErrors, wholeFleet, List.of());
    }

    /** Of the whole fleet. */
    public TrafficSample(
            Instant at, Share wanted, long eksRequests, long eksErrors, long mesosRequests, long mesosErrors) {
        this(at, wanted, eksRequests, eksErrors, mesosRequests, mesosErrors, true);
    }

    public long requests() {
        return eksRequests + mesosRequests;
    }

    /** Both intervals as one; {@code later} follows this one. */
    public TrafficSample plus(TrafficSample later) {
        return new TrafficSample(
                later.at,
                later.wanted,
                eksRequests + later.eksRequests,
                eksErrors + later.eksErrors,
                mesosRequests + later.mesosRequests,
                mesosErrors + later.mesosErrors,
                wholeFleet && later.wholeFleet,
                both(kinds, later.kinds));
    }

    private static List<KindSample> both(List<KindSample> first, List<KindSample> second) {
        Map<HarmKind, KindSample> sum = new EnumMap<>(HarmKind.class);
        first.forEach(k -> sum.merge(k.kind(), k, KindSample::plus));
        second.forEach(k -> sum.merge(k.kind(), k, KindSample::plus));
        return List.copyOf(sum.values());
    }
}

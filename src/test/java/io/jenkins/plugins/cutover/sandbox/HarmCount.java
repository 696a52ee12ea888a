package io.jenkins.plugins.cutover.sandbox;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What clients suffered in a period, by the kind of harm.
 *
 * @param requests all that were due in the period and have ended
 * @param byKind the requests without a good answer
 * @param slow the good answers that a fault made slow
 * @param first when the first harmed request ended; empty for none
 */
public record HarmCount(long requests, Map<Outcome, Long> byKind, long slow, Optional<Instant> first) {

    /** Of the requests that were due at {@code from} or later and before {@code to}. */
    public static HarmCount of(RequestLog log, Instant from, Instant to) {
        Map<Outcome, Long> byKind = new EnumMap<>(Outcome.class);
        long[] counts = new long[2];
        Instant[] first = new Instant[1];
        log.between(from, to, entry -> {
            counts[0]++;
            if (!entry.harmed()) {
                return;
            }
            if (entry.outcome() == Outcome.OK) {
                counts[1]++;
            } else {
                byKind.merge(entry.outcome(), 1L, Long::sum);
            }
            first[0] = first[0] == null || entry.end().isBefore(first[0]) ? entry.end() : first[0];
        });
        return new HarmCount(counts[0], byKind, counts[1], Optional.ofNullable(first[0]));
    }

    public long harmed() {
        return slow + byKind.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For example {@code 61 truncated, 57 given up}; empty for no harm. */
    public String words() {
        String failed = byKind.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().words())
                .collect(Collectors.joining(", "));
        return slow == 0 ? failed : failed + (failed.isEmpty() ? "" : ", ") + slow + " slow";
    }
}

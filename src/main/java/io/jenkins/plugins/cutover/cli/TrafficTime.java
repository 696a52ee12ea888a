package io.jenkins.plugins.cutover.cli;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Times as exports write them. */
final class TrafficTime {
    /** Seconds since 1970 reach this in the year 5138; what is larger are milliseconds. */
    private static final double MOST_SECONDS = 1e11;

    private static final double MILLIS = 1000;

    private TrafficTime() {}

    /** @return seconds; empty for what is no time */
    static Optional<Double> seconds(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value)
                    ? Optional.of(value > MOST_SECONDS ? value / MILLIS : value)
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return date(text.replace(' ', 'T'));
        }
    }

    /** Without a zone it is UTC: only differences count. */
    private static Optional<Double> date(String text) {
        try {
            boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d{2}:?\\d{2}$");
            OffsetDateTime at = zoned
                    ? OffsetDateTime.parse(text)
                    : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
            return Optional.of(at.toEpochSecond() + at.getNano() / 1e9);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

package io.jenkins.plugins.cutover.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.CheckSpec;
import java.time.Instant;
import java.util.TreeMap;

/** A series of points, each of which is about the period that begins with it. */
final class Points {
    private final CheckSpec check;
    private final Instant now;
    private final long interval;
    /** By the start, in epoch seconds; NaN where there is no number. */
    private final TreeMap<Long, Double> points = new TreeMap<>();

    /** @param interval seconds of a period as the source says it; 0 where only the points' distance does */
    Points(CheckSpec check, Instant now, long interval) {
        this.check = check;
        this.now = now;
        this.interval = interval;
    }

    /** @param start epoch seconds */
    void add(long start, JsonNode value) {
        points.put(start, value.isNumber() ? value.asDouble() : Double.NaN);
    }

    /** @param none what the answer is when it has no number at all */
    MetricReading newestWhole(MetricReading none) {
        boolean any = false;
        for (var point : points.descendingMap().entrySet()) {
            if (!Double.isNaN(point.getValue())) {
                var period = new MetricReading.Period(point.getKey(), point.getKey() + length());
                if (period.whole(check, now)) {
                    return new MetricReading.Value(point.getValue(), period);
                }
                any = true;
            }
        }
        return any ? new MetricReading.NoData("only a period that is not complete yet") : none;
    }

    /** The least distance of two points; that of a check's own period where there is one point. */
    private long length() {
        if (interval > 0) {
            return interval;
        }
        long least = Long.MAX_VALUE;
        Long before = null;
        for (long start : points.keySet()) {
            least = before == null ? least : Math.min(least, start - before);
            before = start;
        }
        return least == Long.MAX_VALUE ? check.periodAsked().toSeconds() : least;
    }
}

package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them. */
public final class DisplayText {
    private static final DateTimeFormatter WALL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DisplayText() {}

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 request}, {@code 12 requests}. */
    public static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** Three significant digits are enough for an axis or a figure: 0.05, 1.2, 340. */
    static String number(double value) {
        if (value == Math.rint(value) || value >= 100) {
            return count(Math.round(value));
        }
        String text = String.format(Locale.ROOT, value < 1 ? "%.2f" : "%.1f", value);
        return text.replaceAll("\\.?0+$", "");
    }

    /** A fraction as a percentage with two decimals, {@code -} when there is none. */
    public static String percent(double fraction) {
        return Double.isNaN(fraction) ? "-" : number2(fraction * 100) + "%";
    }

    private static String number2(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }

    /** {@code 83 ms}, {@code 4.2 s}, {@code 2 min 10 s}, {@code 1 h 5 min}. */
    public static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 59_950) {
            return number(Math.round(millis / 100.0) / 10.0) + " s";
        }
        long seconds = Math.round(millis / 1000.0);
        return seconds < 3_600
                ? seconds / 60 + " min" + rest(seconds % 60, "s")
                : seconds / 3_600 + " h" + rest(seconds % 3_600 / 60, "min");
    }

    private static String rest(long number, String unit) {
        return number == 0 ? "" : " " + number + " " + unit;
    }

    /** Time since the start: {@code 0:07}, {@code 12:31}, {@code 1:02:03}. */
    public static String elapsed(Duration since) {
        long s = Math.max(0, since.toSeconds());
        return s < 3_600
                ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3_600, s / 60 % 60, s % 60);
    }

    public static String wall(Instant at) {
        return WALL.format(at) + " UTC";
    }

    public static String verdict(Verdict verdict) {
        return verdict == null ? "no verdict" : verdict.name().toLowerCase(Locale.ROOT);
    }
}

package io.jenkins.plugins.cutover.model;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as text: {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1h30m}. */
public final class Durations {
    private static final Pattern TEXT =
            Pattern.compile("(?:(\\d{1,5})h)?(?:(\\d{1,5})m)?(?:(\\d{1,6})s)?(?:(\\d{1,7})ms)?");

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Durations() {}

    /** @throws InvalidInputException naming the argument, when the text is not a duration */
    public static Duration parse(String argument, Object value) {
        String text = String.valueOf(value).trim();
        Matcher m = TEXT.matcher(text);
        if (text.isEmpty() || !m.matches()) {
            throw new InvalidInputException(
                    argument + ": \"" + text + "\" is not a duration such as 250ms, 5s, 2m or 1h30m");
        }
        return Duration.ofHours(part(m, 1))
                .plusMinutes(part(m, 2))
                .plusSeconds(part(m, 3))
                .plusMillis(part(m, 4));
    }

    /** For messages: {@code 1h30m}, {@code 41s}, {@code 250ms}; without milliseconds from one minute on. */
    public static String text(Duration duration) {
        return exact(duration.compareTo(MINUTE) < 0 ? duration : duration.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The shortest text that {@link #parse} reads as the same duration, to the millisecond. */
    public static String exact(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        StringBuilder out = new StringBuilder();
        append(out, millis / 3_600_000, "h");
        append(out, millis / 60_000 % 60, "m");
        append(out, millis / 1000 % 60, "s");
        append(out, millis % 1000, "ms");
        return out.isEmpty() ? "0s" : out.toString();
    }

    /** In seconds, to the millisecond. */
    public static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static void append(StringBuilder out, long number, String unit) {
        if (number > 0) {
            out.append(number).append(unit);
        }
    }

    private static long part(Matcher m, int group) {
        return m.group(group) == null ? 0 : Long.parseLong(m.group(group));
    }
}

package io.jenkins.plugins.cutover.pipeline;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the steps share in reading their arguments. */
final class Arguments {
    /** What every step needs around it. */
    static final Set<? extends Class<?>> CONTEXT = Set.of(Run.class, TaskListener.class);

    private Arguments() {}

    /** Reads arguments; a fault becomes a failed step of one line. */
    static <T> T checked(Supplier<T> reading) throws AbortException {
        try {
            return reading.get();
        } catch (CutoverException e) {
            throw new AbortException(e.getMessage());
        }
    }

    static String service(String name) {
        if (name == null || name.isBlank()) {
            throw new InvalidInputException("service: missing; it is the name of the service to move");
        }
        return name.trim();
    }

    static Share percent(Object percent) {
        if (percent == null || String.valueOf(percent).isBlank()) {
            throw new InvalidInputException("percent: missing; it is the share of EKS, 0 to 100");
        }
        return Share.ofPercent(percent);
    }

    /** @param absent what it is when the text is null or empty */
    static Duration duration(String name, String text, Duration absent) {
        return text == null || text.isBlank() ? absent : Durations.parse(name, text);
    }

    /** The form sends an empty text for what was left out. */
    static String emptyToNull(String text) {
        return text == null || text.isBlank() ? null : text.trim();
    }

    /** Likewise for a value that may be a text or something else. */
    static Object emptyToNull(Object value) {
        return value instanceof CharSequence text ? emptyToNull(text.toString()) : value;
    }

    /** @return null when it was not given */
    static Double number(String name, Object value) {
        if (value == null) {
            return null;
        }
        try {
            return Double.valueOf(value.toString());
        } catch (NumberFormatException e) {
            throw new InvalidInputException(name + ": \"" + value + "\" is not a number");
        }
    }

    /** @return null when it was not given */
    static Long whole(String name, Object value) {
        if (value == null) {
            return null;
        }
        try {
            return Long.valueOf(value.toString());
        } catch (NumberFormatException e) {
            throw new InvalidInputException(name + ": \"" + value + "\" is not a whole number");
        }
    }

    /** @param value a list, or one text with commas; null when it was not given */
    static List<String> names(Object value) {
        if (value == null) {
            return null;
        }
        List<?> all =
                value instanceof List<?> list ? list : List.of(value.toString().split(","));
        return new ArrayList<>(all.stream()
                .map(name -> String.valueOf(name).trim())
                .filter(name -> !name.isEmpty())
                .toList());
    }

    /** How the views show an argument that may be missing. */
    static String shown(Map<String, Object> arguments, String name) {
        Object value = arguments.get(name);
        return value == null ? "?" : String.valueOf(value);
    }
}

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

/** Parses the arguments that the steps share. Errors name the argument, its value and what is valid. */
final class Arguments {
    /** What every step requires from its context. */
    static final Set<? extends Class<?>> CONTEXT = Set.of(Run.class, TaskListener.class);

    private Arguments() {}

    /** Runs the parser; an invalid argument fails the step with one line and no stack trace. */
    static <T> T checked(Supplier<T> parser) throws AbortException {
        try {
            return parser.get();
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

    /** @param absent the value when the text is null or empty */
    static Duration duration(String name, String text, Duration absent) {
        return text == null || text.isBlank() ? absent : Durations.parse(name, text);
    }

    /** The form sends an empty text for a field that was left empty. */
    static String emptyToNull(String text) {
        return text == null || text.isBlank() ? null : text.trim();
    }

    /** The same for an argument that may be a text or another type. */
    static Object emptyToNull(Object value) {
        return value instanceof CharSequence text ? emptyToNull(text.toString()) : value;
    }

    /** @return null when the argument was not given */
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

    /** @return null when the argument was not given */
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

    /** @param value a list, or a comma-separated text; null when the argument was not given */
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

    /** An argument for the pipeline views; {@code ?} when it is missing. */
    static String shown(Map<String, Object> arguments, String name) {
        Object value = arguments.get(name);
        return value == null ? "?" : String.valueOf(value);
    }
}

package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads one mapping of a document; every fault is collected, none stops the reading. */
final class Fields {
    private final String path;
    private final JsonNode node;
    private final List<String> faults;
    private final Set<String> known = new HashSet<>();

    Fields(String path, JsonNode node, List<String> faults) {
        this.path = path;
        this.node = node;
        this.faults = faults;
        if (node != null && !node.isMissingNode() && !node.isNull() && !node.isObject()) {
            String what = node.isArray() ? "a list" : "\"" + node.asText() + "\"";
            faults.add((path.isEmpty() ? "" : path + ": ") + what + " is not a mapping");
        }
    }

    boolean has(String name) {
        known.add(name);
        return node != null && node.hasNonNull(name);
    }

    JsonNode raw(String name) {
        known.add(name);
        return node == null ? null : node.get(name);
    }

    Fields section(String name) {
        return new Fields(at(name), raw(name), faults);
    }

    String text(String name, String absent) {
        if (!has(name)) {
            return absent;
        }
        JsonNode value = node.get(name);
        if (!value.isValueNode()) {
            faults.add(at(name) + ": a single value is needed, not a list or mapping");
            return absent;
        }
        return value.asText().trim();
    }

    String required(String name, String what) {
        String value = text(name, "");
        if (value.isEmpty()) {
            faults.add(at(name) + ": missing; it is " + what);
        }
        return value;
    }

    /** Reads a value with a parser that throws {@link InvalidInputException}; the fault gets the field's path. */
    <T> T parsed(String name, T absent, Function<String, T> parser) {
        if (!has(name)) {
            return absent;
        }
        try {
            return parser.apply(text(name, ""));
        } catch (InvalidInputException e) {
            faults.add(e.getMessage().startsWith(at(name)) ? e.getMessage() : at(name) + ": " + e.getMessage());
            return absent;
        }
    }

    double number(String name, double absent, double min, double max) {
        return parsed(name, absent, text -> {
            double value = parseNumber(text, min, max);
            if (value < min || value > max || Double.isNaN(value)) {
                throw outside(text, min, max);
            }
            return value;
        });
    }

    long whole(String name, long absent, long min, long max) {
        return parsed(name, absent, text -> {
            if (!text.matches("-?\\d{1,18}") || Long.parseLong(text) < min || Long.parseLong(text) > max) {
                throw new InvalidInputException("\"" + text + "\" is not a whole number from " + min + " to " + max);
            }
            return Long.parseLong(text);
        });
    }

    /** A mapping of any names to numbers. */
    Map<String, Double> numbers() {
        Map<String, Double> numbers = new TreeMap<>();
        if (node != null && node.isObject()) {
            node.fieldNames()
                    .forEachRemaining(name -> numbers.put(name, number(name, 0, -Double.MAX_VALUE, Double.MAX_VALUE)));
        }
        return numbers;
    }

    boolean flag(String name, boolean absent) {
        return parsed(name, absent, text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw new InvalidInputException("\"" + text + "\" is not true or false");
            }
            return text.equals("true");
        });
    }

    <E extends Enum<E>> E choice(String name, E absent, E[] values) {
        return parsed(name, absent, text -> Arrays.stream(values)
                .filter(v -> word(v).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("\"" + text + "\" is not one of "
                        + Arrays.stream(values).map(Fields::word).collect(Collectors.joining(", ")))));
    }

    List<JsonNode> list(String name) {
        List<JsonNode> items = new ArrayList<>();
        if (has(name)) {
            if (!node.get(name).isArray()) {
                faults.add(at(name) + ": a list is needed, such as [a, b]");
            }
            node.get(name).elements().forEachRemaining(items::add);
        }
        return items;
    }

    /** A time such as {@code 30s} that is longer than 0. */
    Duration duration(String name, Duration absent) {
        return parsed(name, absent, text -> {
            Duration value = Durations.parse(at(name), text);
            if (value.isZero()) {
                throw new InvalidInputException(at(name) + ": \"" + text + "\" must be longer than 0");
            }
            return value;
        });
    }

    /** A required http or https address; null when there is a fault. */
    URI uri(String name, String what) {
        String text = required(name, what);
        if (text.isEmpty()) {
            return null;
        }
        return parsed(name, null, value -> {
            try {
                URI uri = new URI(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
                if (uri.getHost() == null
                        || uri.getUserInfo() != null
                        || !String.valueOf(uri.getScheme()).matches("https?")) {
                    throw new InvalidInputException("not an http or https address without a password in it");
                }
                return uri;
            } catch (URISyntaxException e) {
                throw new InvalidInputException("\"" + value + "\" is not an http or https address");
            }
        });
    }

    /** Notes a required field that is not there. */
    boolean missing(String name, String what) {
        if (!has(name)) {
            fault(name, "missing; it is " + what);
        }
        return !has(name);
    }

    void fault(String name, String text) {
        faults.add(at(name) + ": " + text);
    }

    /** Names every field that was not asked for, with the valid ones. Call it last. */
    void noOthers() {
        if (node != null && node.isObject()) {
            node.fieldNames().forEachRemaining(name -> {
                if (!known.contains(name)) {
                    faults.add(at(name) + ": unknown; valid here: "
                            + known.stream().sorted().collect(Collectors.joining(", ")));
                }
            });
        }
    }

    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace("_", "-");
    }

    private static double parseNumber(String text, double min, double max) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw outside(text, min, max);
        }
    }

    private static InvalidInputException outside(String text, double min, double max) {
        return new InvalidInputException("\"" + text + "\" is not a number from " + min + " to " + max);
    }
}

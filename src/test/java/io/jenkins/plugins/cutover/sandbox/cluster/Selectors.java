package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Label and field selectors; an unknown one is refused, never ignored. */
final class Selectors {
    private static final Pattern EQUAL = Pattern.compile("([^=!,()\\s]+)\\s*(=|==|!=)\\s*([^=!,()\\s]*)");
    private static final Pattern AMONG = Pattern.compile("([^=!,()\\s]+)\\s+(in|notin)\\s+\\(([^)]*)\\)");
    private static final Pattern EXISTS = Pattern.compile("(!?)([^=!,()\\s]+)");
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    private Selectors() {}

    static boolean match(Map<String, String> query, JsonNode object) {
        return matchLabels(query.getOrDefault("labelSelector", ""), object)
                && matchFields(query.getOrDefault("fieldSelector", ""), object);
    }

    private static boolean matchLabels(String selector, JsonNode object) {
        JsonNode labels = object.path("metadata").path("labels");
        for (String part : parts(selector)) {
            if (!label(part.trim(), labels)) {
                return false;
            }
        }
        return true;
    }

    private static boolean label(String part, JsonNode labels) {
        Matcher equal = EQUAL.matcher(part);
        if (equal.matches()) {
            boolean same = labels.path(equal.group(1)).asText().equals(equal.group(3)) && labels.has(equal.group(1));
            return equal.group(2).equals("!=") != same;
        }
        Matcher among = AMONG.matcher(part);
        if (among.matches()) {
            boolean in = List.of(among.group(3).split("\\s*,\\s*"))
                    .contains(labels.path(among.group(1)).asText());
            return among.group(2).equals("notin") != in;
        }
        Matcher exists = EXISTS.matcher(part);
        if (exists.matches()) {
            return exists.group(1).isEmpty() == labels.has(exists.group(2));
        }
        throw ApiFault.badRequest("unable to parse requirement: " + part);
    }

    private static boolean matchFields(String selector, JsonNode object) {
        for (String part : parts(selector)) {
            Matcher equal = EQUAL.matcher(part);
            if (!equal.matches()) {
                throw ApiFault.badRequest("invalid selector: '" + part + "'; can't understand '" + part + "'");
            }
            String value = object.at("/" + equal.group(1).replace('.', '/')).asText();
            if (equal.group(2).equals("!=") == value.equals(equal.group(3))) {
                return false;
            }
        }
        return true;
    }

    private static String[] parts(String selector) {
        return selector.isBlank() ? new String[0] : COMMA.split(selector);
    }
}

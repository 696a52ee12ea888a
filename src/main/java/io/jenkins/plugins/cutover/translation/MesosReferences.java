package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The places where the text of an app can refer to what only Mesos provides. */
final class MesosReferences {
    /** A run of two or more dollars, or one before a bracket: what the kubelet would expand. */
    private static final Pattern EXPANDED = Pattern.compile("\\$\\$+|\\$(?=\\()");

    private static final Pattern PORT = Pattern.compile("\\$\\{?PORT(0|\\}|\\b|_)");

    private MesosReferences() {}

    /** The kubelet turns {@code $(NAME)} into a variable's value and {@code $$} into {@code $}; Mesos does not. */
    static String escape(String text) {
        return EXPANDED.matcher(text).replaceAll(m -> (m.group() + m.group()).replace("$", "\\$"));
    }

    /** cmd, args and the values of env, by path. */
    static Map<String, String> of(Field app) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("cmd", app.at("cmd").node().asText());
        app.at("args").items().forEach(a -> texts.put(a.path(), a.node().asText()));
        app.at("env")
                .entries()
                .forEach((name, value) -> texts.put(value.path(), value.node().asText()));
        return texts;
    }

    /** Whether a port that the app does not declare is used all the same. */
    static boolean usesPort(Field app) {
        for (JsonNode check : app.node().path("healthChecks")) {
            if (!check.path("protocol").asText().equals("COMMAND") && !check.has("port")) {
                return true;
            }
        }
        return of(app).values().stream().anyMatch(t -> PORT.matcher(t).find());
    }
}

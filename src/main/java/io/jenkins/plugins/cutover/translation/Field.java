package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.translation.Loss.Severity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A place in an app's JSON. Reading a value, or reporting it as a loss, marks it as handled. */
final class Field {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@/-]+");

    private final JsonNode node;
    private final String path;
    private final FieldCoverage ledger;

    Field(JsonNode node, String path, FieldCoverage ledger) {
        this.node = node;
        this.path = path;
        this.ledger = ledger;
    }

    /** The place {@code a.b.c} below this one; it need not exist. */
    Field at(String... names) {
        Field field = this;
        for (String name : names) {
            field = field.child(name, field.node.path(name));
        }
        return field;
    }

    private Field child(String name, JsonNode value) {
        return new Field(value, join(path, name), ledger);
    }

    static String join(String path, String name) {
        if (!PLAIN.matcher(name).matches()) {
            return path + "[\"" + name + "\"]";
        }
        return path.isEmpty() ? name : path + "." + name;
    }

    JsonNode node() {
        return node;
    }

    String path() {
        return path;
    }

    /** Whether it has a value: not missing, null or empty. */
    boolean present() {
        return node.isContainerNode() ? !node.isEmpty() : !node.isMissingNode() && !node.isNull();
    }

    List<Field> items() {
        List<Field> items = new ArrayList<>();
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            items.add(new Field(node.get(i), path + "[" + i + "]", ledger));
        }
        return items;
    }

    Map<String, Field> entries() {
        Map<String, Field> entries = new LinkedHashMap<>();
        if (node.isObject()) {
            node.fields().forEachRemaining(e -> entries.put(e.getKey(), child(e.getKey(), e.getValue())));
        }
        return entries;
    }

    String text(String otherwise) {
        take();
        return present() ? node.asText() : otherwise;
    }

    int integer(int otherwise) {
        take();
        return present() ? node.asInt() : otherwise;
    }

    /** The exact decimal number of the text: 0.1 is a tenth. */
    BigDecimal number(String otherwise) {
        take();
        return new BigDecimal(present() ? node.asText() : otherwise);
    }

    boolean flag(boolean otherwise) {
        take();
        return present() ? node.asBoolean() : otherwise;
    }

    List<String> texts() {
        take();
        List<String> texts = new ArrayList<>();
        node.forEach(n -> texts.add(n.asText()));
        return texts;
    }

    /** Marks it, and everything below it, as handled. */
    Field take() {
        ledger.take(path);
        return this;
    }

    void info(String action) {
        report(Severity.INFO, action);
    }

    void review(String action) {
        report(Severity.REVIEW, action);
    }

    void blocker(String action) {
        report(Severity.BLOCKER, action);
    }

    private void report(Severity severity, String action) {
        take();
        ledger.report(severity, path, shown(), action);
    }

    /** The value as a report may show it. */
    String shown() {
        return SecretMasking.value(path, node);
    }
}

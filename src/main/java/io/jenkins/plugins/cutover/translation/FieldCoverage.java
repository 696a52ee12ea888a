package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.translation.Loss.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which fields of an app the translation has read. A field that no part has read is reported, so that none is lost
 * silently.
 */
final class FieldCoverage {
    private final Set<String> taken = new HashSet<>();
    private final Set<Loss> losses = new LinkedHashSet<>();

    void take(String path) {
        taken.add(path);
    }

    void report(Severity severity, String path, String value, String action) {
        losses.add(new Loss(path, value, action, severity));
    }

    /** All losses, worst first, then by path; unread fields are among them. */
    List<Loss> close(Field root) {
        leftovers(root);
        List<Loss> sorted = new ArrayList<>(losses);
        sorted.sort(Comparator.comparing(Loss::severity)
                .reversed()
                .thenComparing(Loss::path)
                .thenComparing(Loss::action));
        return sorted;
    }

    private void leftovers(Field field) {
        JsonNode node = field.node();
        if (taken.contains(field.path()) || node.isNull() || node.isMissingNode()) {
            return;
        }
        if (node.isObject()) {
            field.entries().forEach((name, child) -> leftovers(child));
        } else if (node.isArray()) {
            field.items().forEach(this::leftovers);
        } else {
            report(Severity.REVIEW, field.path(), field.shown(), "left out: nothing known corresponds to it");
        }
    }
}

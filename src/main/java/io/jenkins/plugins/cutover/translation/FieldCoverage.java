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
 * Who has read what of an app. Whatever nobody has read when all is done is reported, so that nothing can be forgotten
 * in silence.
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

    /** All losses, worst first, those of like severity in the order of their paths; the unread leaves among them. */
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

package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The templates that a StatefulSet had: a ControllerRevision each, its number is raised when it is used again. */
final class StatefulRevisions {
    static final String HASH = "controller-revision-hash";

    private final Store store;

    StatefulRevisions(Store store) {
        this.store = store;
    }

    /** The revision of the set's template, created or renumbered if necessary. */
    ControllerRevision update(StatefulSet set) {
        List<ControllerRevision> all = all(set);
        JsonNode data = data(set);
        long next = all.isEmpty() ? 1 : all.get(all.size() - 1).getRevision() + 1;
        ControllerRevision same = all.stream()
                .filter(r -> Store.JSON.valueToTree(r.getData()).equals(data))
                .reduce((first, second) -> second)
                .orElse(null);
        if (same == null) {
            return store.save(make(set, data, next));
        }
        if (same.getRevision() != next - 1) {
            same.setRevision(next);
            return store.save(same);
        }
        return same;
    }

    /** The previous revision of the set; empty if it is unknown. */
    Optional<ControllerRevision> current(StatefulSet set) {
        String name = set.getStatus() == null ? null : set.getStatus().getCurrentRevision();
        return all(set).stream()
                .filter(r -> r.getMetadata().getName().equals(name))
                .findFirst();
    }

    private List<ControllerRevision> all(StatefulSet set) {
        String uid = set.getMetadata().getUid();
        return store.all(ControllerRevision.class, set.getMetadata().getNamespace()).stream()
                .filter(r -> r.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> owner.getUid().equals(uid)))
                .sorted(Comparator.comparingLong(ControllerRevision::getRevision))
                .toList();
    }

    /** As the real one writes it: a patch that replaces the template. */
    private static JsonNode data(StatefulSet set) {
        ObjectNode template = Store.JSON.valueToTree(set.getSpec().getTemplate());
        template.put("$patch", "replace");
        ObjectNode data = Store.JSON.createObjectNode();
        data.putObject("spec").set("template", template);
        return data;
    }

    private static ControllerRevision make(StatefulSet set, JsonNode data, long number) {
        String hash = Integer.toString(data.hashCode() & Integer.MAX_VALUE, 36);
        return new ControllerRevisionBuilder()
                .withNewMetadata()
                .withNamespace(set.getMetadata().getNamespace())
                .withName(set.getMetadata().getName() + "-" + hash)
                .withLabels(set.getSpec().getTemplate().getMetadata().getLabels())
                .addToLabels("controller.kubernetes.io/hash", hash)
                .withOwnerReferences(owner(set))
                .endMetadata()
                .withData(Store.JSON.convertValue(data, Map.class))
                .withRevision(number)
                .build();
    }

    static OwnerReference owner(StatefulSet set) {
        return new OwnerReferenceBuilder()
                .withApiVersion("apps/v1")
                .withKind("StatefulSet")
                .withName(set.getMetadata().getName())
                .withUid(set.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** The name of the revision that a pod was created from. */
    static String of(Pod pod) {
        return pod.getMetadata().getLabels().getOrDefault(HASH, "");
    }
}

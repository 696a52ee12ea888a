package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Placement constraints as node affinity, pod affinity and topology spread. */
final class Placement {
    private static final Pattern NOT_TEXT = Pattern.compile("\\d+(\\.\\d+)?|[\\[{].*");

    private final Draft draft;
    private final LabelSelector self;
    private final List<NodeSelectorRequirement> nodes = new ArrayList<>();

    private Placement(Draft draft) {
        this.draft = draft;
        this.self = new LabelSelectorBuilder().withMatchLabels(draft.selector()).build();
    }

    static void apply(Draft draft) {
        Placement placement = new Placement(draft);
        draft.app.at("constraints").items().forEach(placement::translate);
        if (!placement.nodes.isEmpty()) {
            draft.pod
                    .editOrNewAffinity()
                    .editOrNewNodeAffinity()
                    .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                    .addNewNodeSelectorTerm()
                    .withMatchExpressions(placement.nodes)
                    .endNodeSelectorTerm()
                    .endRequiredDuringSchedulingIgnoredDuringExecution()
                    .endNodeAffinity()
                    .endAffinity();
        }
    }

    private void translate(Field constraint) {
        List<String> parts = constraint.texts();
        String field = parts.get(0);
        String value = parts.size() > 2 ? parts.get(2) : "";
        String key = key(field);
        if (!KubernetesNames.isLabelKey(key.substring(key.indexOf('/') + 1))) {
            constraint.review("left out: \"" + field + "\" cannot be a node's label");
            return;
        }
        if (key.equals(field)) {
            constraint.review("the nodes need the label " + key + " as the agents had the attribute");
        }
        switch (parts.get(1)) {
            case "UNIQUE" -> apart(constraint, key);
            case "CLUSTER" -> cluster(constraint, key, value);
            case "IS" -> is(constraint, key, value);
            case "GROUP_BY" -> spread(constraint, key, value);
            case "MAX_PER" -> maxPer(constraint, key, value);
            default -> like(constraint, key, parts.get(1), value);
        }
    }

    private static String key(String field) {
        return switch (field) {
            case "hostname" -> "kubernetes.io/hostname";
            case "@zone" -> "topology.kubernetes.io/zone";
            case "@region" -> "topology.kubernetes.io/region";
            default -> field;
        };
    }

    private void apart(Field constraint, String key) {
        draft.pod
                .editOrNewAffinity()
                .editOrNewPodAntiAffinity()
                .addToRequiredDuringSchedulingIgnoredDuringExecution(term(key))
                .endPodAntiAffinity()
                .endAffinity();
        constraint.review("required pod anti-affinity: a rollout that adds pods first needs as many spare nodes");
    }

    private PodAffinityTerm term(String key) {
        return new PodAffinityTermBuilder()
                .withLabelSelector(self)
                .withTopologyKey(key)
                .build();
    }

    private void cluster(Field constraint, String key, String value) {
        if (!value.isEmpty()) {
            in(constraint, key, "In", List.of(value));
            return;
        }
        draft.pod
                .editOrNewAffinity()
                .editOrNewPodAffinity()
                .addToRequiredDuringSchedulingIgnoredDuringExecution(term(key))
                .endPodAffinity()
                .endAffinity();
        constraint.review("pod affinity to itself: all pods go where the first one went");
    }

    private void is(Field constraint, String key, String value) {
        if (NOT_TEXT.matcher(value).matches()) {
            constraint.review("left out: a number, range or set of Mesos is no label's value");
        } else {
            in(constraint, key, "In", List.of(value));
        }
    }

    private void in(Field constraint, String key, String operator, List<String> values) {
        if (values.isEmpty() || !values.stream().allMatch(KubernetesNames::isLabelValue)) {
            constraint.review("left out: not a label's value");
            return;
        }
        nodes.add(new NodeSelectorRequirement(key, operator, values));
        if (key.contains("/")) {
            constraint.review("node affinity " + operator + " " + String.join(", ", values)
                    + ": the cluster's nodes and zones have names of their own");
        }
    }

    private void spread(Field constraint, String key, String value) {
        TopologySpreadConstraintBuilder spread = new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey(key)
                .withWhenUnsatisfiable("DoNotSchedule")
                .withLabelSelector(self);
        if (value.matches("[1-9]\\d{0,3}")) {
            spread.withMinDomains(Integer.valueOf(value));
        } else {
            constraint.review("spread evenly over as many groups as there are nodes for");
        }
        draft.pod.addToTopologySpreadConstraints(spread.build());
    }

    private void maxPer(Field constraint, String key, String value) {
        if (value.equals("1")) {
            apart(constraint, key);
        } else {
            constraint.review("left out: Kubernetes cannot cap how many pods of an app share a node");
        }
    }

    private void like(Field constraint, String key, String operator, String regex) {
        Optional<List<String>> values = FiniteRegex.expand(regex);
        if (values.isEmpty()) {
            constraint.review("left out: a label can be compared with a list of values only, not with a pattern");
        } else {
            in(constraint, key, operator.equals("LIKE") ? "In" : "NotIn", values.get());
        }
    }
}

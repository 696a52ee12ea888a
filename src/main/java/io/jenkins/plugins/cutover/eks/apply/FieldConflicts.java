package io.jenkins.plugins.cutover.eks.apply;

import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The field manager conflicts in an answer to a server-side apply (409, causes of reason FieldManagerConflict). */
record FieldConflicts(List<Conflict> all) {
    private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");

    record Conflict(String manager, String field) {}

    static Optional<FieldConflicts> find(KubernetesClientException e) {
        if (e.getCode() != 409 || e.getStatus() == null || e.getStatus().getDetails() == null) {
            return Optional.empty();
        }
        List<Conflict> found = new ArrayList<>();
        for (StatusCause cause : e.getStatus().getDetails().getCauses()) {
            if ("FieldManagerConflict".equals(cause.getReason())) {
                Matcher m = MANAGER.matcher(String.valueOf(cause.getMessage()));
                found.add(new Conflict(m.find() ? m.group(1) : cause.getMessage(), cause.getField()));
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(new FieldConflicts(found));
    }

    boolean onlyWithOwnManager() {
        return all.stream().allMatch(conflict -> conflict.manager().equals(ObjectWriter.MANAGER));
    }

    /** {@code "kubectl" owns .spec.replicas, "helm" owns .spec.template...; remove ...}. */
    String text() {
        TreeSet<String> owned = new TreeSet<>();
        all.forEach(conflict -> owned.add("\"" + conflict.manager() + "\" owns " + conflict.field()));
        return String.join(", ", owned) + "; remove the field from the manifests, or make that manager release it";
    }
}

package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;

/**
 * An app as Kubernetes runs it.
 *
 * @param id the app's, absolute
 * @param name of the Deployment or StatefulSet, and of the Service
 * @param manifests in the order to apply them
 * @param losses worst first
 * @param routes what marathon-lb did for the app
 * @param secret env values that look like secrets: apply it, never write it to a file; null when there are none
 */
public record Translation(
        String id, String name, List<HasMetadata> manifests, List<Loss> losses, List<Route> routes, Secret secret) {
    public Translation {
        manifests = List.copyOf(manifests);
        losses = List.copyOf(losses);
        routes = List.copyOf(routes);
    }

    /** What prevents the app from running until a person accepts or provides it. */
    public List<Loss> blockers() {
        return losses.stream()
                .filter(l -> l.severity() == Loss.Severity.BLOCKER)
                .toList();
    }

    /** All manifests as a YAML stream; the same app gives the same text. */
    public String yaml() {
        return ManifestYaml.of(manifests);
    }

    /** Without the manifests and the secret. */
    @Override
    public String toString() {
        return "Translation of " + id + " to " + name + " (" + manifests.size() + " manifests, " + losses.size()
                + " losses)";
    }
}

package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/** Manifests as text, in the order of fields that Kubernetes people are used to. */
final class ManifestYaml {
    private ManifestYaml() {}

    static String of(List<HasMetadata> manifests) {
        StringBuilder yaml = new StringBuilder();
        manifests.forEach(m -> yaml.append(Serialization.asYaml(m)));
        return yaml.toString();
    }
}

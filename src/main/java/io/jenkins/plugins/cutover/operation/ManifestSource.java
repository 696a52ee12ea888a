package io.jenkins.plugins.cutover.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.eks.Manifests;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the manifests of a deploy come from: given text, the files that the spec names, or the Marathon app itself.
 *
 * @param text YAML; empty when the spec decides
 */
record ManifestSource(ServiceSpec spec, String text) {

    /** @param losses what of the Marathon app has no counterpart, one line each */
    record Source(Manifests manifests, List<String> losses) {}

    Source of(JsonNode mesosDefinition) {
        if (!text.isEmpty()) {
            return new Source(Manifests.parse("manifests", text), List.of());
        }
        if (!spec.eks().fromMarathon()) {
            return new Source(Manifests.read(Path.of(spec.eks().manifests())), List.of());
        }
        throw new InvalidInputException("eks.fromMarathon: true is not valid for "
                + mesosDefinition.path("id").asText());
    }
}

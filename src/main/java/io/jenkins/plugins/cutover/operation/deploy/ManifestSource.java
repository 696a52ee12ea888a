package io.jenkins.plugins.cutover.operation.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.translation.Loss;
import io.jenkins.plugins.cutover.translation.Translation;
import io.jenkins.plugins.cutover.translation.TranslationSettings;
import io.jenkins.plugins.cutover.translation.Translator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the manifests of a deploy come from: given text, the files that the spec names, or the Marathon app itself.
 *
 * @param text YAML; empty when the spec decides
 */
public record ManifestSource(ServiceSpec spec, String text) {

    /** @param losses what of the Marathon app has no counterpart, one line each */
    public record Source(Manifests manifests, List<String> losses) {}

    /** @throws InvalidInputException for manifests that cannot be used, and for blockers that are not accepted */
    Source of(JsonNode mesosDefinition) {
        if (!text.isEmpty()) {
            return new Source(Manifests.parse("manifests", text), List.of());
        }
        return spec.eks().fromMarathon()
                ? translated(mesosDefinition)
                : new Source(Manifests.read(Path.of(spec.eks().manifests())), List.of());
    }

    private Source translated(JsonNode mesosDefinition) {
        if (mesosDefinition.isMissingNode()) {
            throw new CutoverException("the journal has lost the Marathon app's definition that " + spec.service()
                    + " is translated from; roll back and deploy anew");
        }
        EksSpec eks = spec.eks();
        Translation translation = Translator.translate(
                mesosDefinition,
                TranslationSettings.in(eks.namespace())
                        .withName(eks.deployment())
                        .withImage(eks.image()));
        List<String> refused = translation.blockers().stream()
                .filter(loss -> !eks.acceptLosses().contains(loss.path()))
                .map(loss -> "translation of " + translation.id() + ": " + line(loss)
                        + " (accept it with eks.acceptLosses: [\"" + loss.path() + "\"])")
                .toList();
        if (!refused.isEmpty()) {
            throw new InvalidInputException(refused);
        }
        List<HasMetadata> objects = new ArrayList<>();
        if (translation.secret() != null) {
            objects.add(translation.secret());
        }
        objects.addAll(translation.manifests());
        return new Source(
                Manifests.of(objects),
                translation.losses().stream().map(ManifestSource::line).toList());
    }

    private static String line(Loss loss) {
        return loss.severity() + " " + loss.path() + ": " + loss.action();
    }
}

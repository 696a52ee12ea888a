package io.jenkins.plugins.cutover.controller;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecDocument;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.operation.engine.ServiceFiles;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The services of the global configuration, with what their environments complete. */
final class ConfiguredServices implements ServiceFiles {
    @Override
    public Optional<ServiceSpec> current(String service) {
        try {
            SpecDocument document = SpecDocument.yaml(
                    "global configuration", PhasedCutoverConfiguration.get().yamlOf(service));
            Map<String, Object> tree = document.toMap();
            tree.putIfAbsent("service", service);
            Environment.of(tree.get("environment")).ifPresent(e -> e.complete(tree));
            return Optional.of(SpecReader.read(document.with(tree, Set.of())));
        } catch (InvalidInputException e) {
            // A service from a file in the workspace, or an entry that is being edited.
            return Optional.empty();
        }
    }
}

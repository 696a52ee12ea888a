package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.operation.engine.ServiceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The service file of {@code --config}, read anew each time: it may be edited while a command runs.
 *
 * @param config null when the option is not given
 */
record PresentServiceFile(Path config) implements ServiceFiles {
    @Override
    public Optional<ServiceSpec> current(String service) {
        if (config == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(SpecReader.yaml(config.toString(), Files.readString(config)))
                    .filter(s -> s.service().equals(service));
        } catch (IOException e) {
            throw new InvalidInputException("--config: cannot read " + config + ": " + e.getMessage());
        }
    }
}

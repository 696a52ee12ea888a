package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.operation.handover.EditedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The files of the command {@code handover}. */
final class HandoverFiles {
    private static final long LARGEST = 16L * 1024 * 1024;

    private HandoverFiles() {}

    static String read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new InvalidInputException("--haproxy-cfg: " + file + " is larger than 16 MiB");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidInputException("--haproxy-cfg: cannot read " + file + ": " + e.getMessage());
        }
    }

    /**
     * Writes {@code INSTANCE.cfg} for each instance, and the new haproxy.cfg with its diff.
     *
     * @param name of haproxy.cfg
     */
    static void write(Path folder, Map<String, String> configuration, String name, Optional<EditedConfig> edited) {
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> instance : configuration.entrySet()) {
                String file = instance.getKey().replaceAll("[^A-Za-z0-9.]+", "-") + ".cfg";
                Files.writeString(folder.resolve(file), instance.getValue());
            }
            if (edited.isPresent()) {
                Files.writeString(folder.resolve(name), edited.get().text());
                Files.writeString(folder.resolve(name + ".diff"), edited.get().diff());
            }
        } catch (IOException e) {
            throw new InvalidInputException("--out: cannot write to " + folder + ": " + e.getMessage());
        }
    }
}

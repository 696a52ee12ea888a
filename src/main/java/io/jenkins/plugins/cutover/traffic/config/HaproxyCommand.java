package io.jenkins.plugins.cutover.traffic.config;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The {@code haproxy} of this machine. It inherits the environment, which a configuration may use. */
final class HaproxyCommand {
    private static final long SECONDS = 15;
    private static final int LONGEST_OUTPUT = 64 * 1024;

    private final Path binary;

    private HaproxyCommand(Path binary) {
        this.binary = binary;
    }

    /** From the path, or from where packages install it. */
    static Optional<HaproxyCommand> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "haproxy"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(HaproxyCommand::new);
    }

    /** @return the first fault that {@code haproxy -c} names; empty when the file is valid */
    Optional<String> fault(Path config) {
        Path output = config.resolveSibling(config.getFileName() + ".out");
        Process process = start(output, "-c", "-f", config.toString());
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return Optional.of("haproxy -c gave no answer within " + SECONDS + " s");
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(alert(output, config));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    /** @param output receives what it prints */
    Process start(Path output, String... arguments) {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String alert(Path output, Path config) {
        try {
            byte[] bytes = Files.readAllBytes(output);
            List<String> lines = new String(bytes, 0, Math.min(bytes.length, LONGEST_OUTPUT), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.isBlank())
                    .toList();
            // A file without a listener is refused by its last line alone.
            return lines.stream()
                    .filter(l -> l.contains("[ALERT]"))
                    .findFirst()
                    .or(() -> lines.stream().reduce((a, b) -> b))
                    .map(l -> l.replaceFirst("^.*\\[ALERT]\\s*(\\(\\d+\\))?\\s*:?\\s*", "")
                            .replace(config.toString(), "line"))
                    .orElse("haproxy says no more");
        } catch (IOException e) {
            return "its output cannot be read: " + e.getMessage();
        }
    }
}

package io.jenkins.plugins.cutover.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The processes that {@code dev/control-plane up} runs; they end with its standard input, so they never outlive the JVM. */
final class ControlPlane implements AutoCloseable {
    private static final long READY_SECONDS = 90;

    private final Process process;
    private final Path folder;
    private final URI uri;

    private ControlPlane(Process process, Path folder, URI uri) {
        this.process = process;
        this.folder = folder;
        this.uri = uri;
    }

    private static Path script() {
        return Path.of(System.getProperty("cutover.basedir", "."), "dev", "control-plane");
    }

    static Optional<String> missing() {
        try {
            Process process = new ProcessBuilder(script().toString(), "find").start();
            String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(said);
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    static ControlPlane start() {
        try {
            Path folder = Files.createTempDirectory("cutover-control-plane");
            Process process = new ProcessBuilder(script().toString(), "up", folder.toString())
                    .redirectError(folder.resolve("script.log").toFile())
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line = CompletableFuture.supplyAsync(() -> read(out)).get(READY_SECONDS, TimeUnit.SECONDS);
            if (line == null || !line.startsWith("ready ")) {
                String why = Files.readString(folder.resolve("script.log")).strip();
                process.destroy();
                throw new IllegalStateException("no control plane: " + why);
            }
            return new ControlPlane(process, folder, URI.create(line.substring("ready ".length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no control plane in " + READY_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(BufferedReader out) {
        try {
            return out.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri() {
        return uri;
    }

    Path ca() {
        return file("ca.crt");
    }

    /** A file that {@code dev/control-plane up} describes. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** Stops its programs; its files stay. */
    void stop() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

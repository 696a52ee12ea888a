package io.jenkins.plugins.cutover.metrics;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real server, started for one test on loopback. */
final class ServerProcess implements AutoCloseable {
    private final Process process;

    ServerProcess(Path folder, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out." + Path.of(command.get(0)).getFileName() + ".log")
                        .toFile());
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the tests and prints the reason where a Debian package is not installed. */
    static void needs(String file, String debianPackage) {
        boolean there = Files.isReadable(Path.of(file));
        if (!there) {
            System.out.println("skipped: " + file + " is not installed (apt-get install " + debianPackage + ")");
        }
        assumeTrue(there, file + " is not installed: apt-get install " + debianPackage);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}

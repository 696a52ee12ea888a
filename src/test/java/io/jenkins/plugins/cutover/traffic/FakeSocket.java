package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A Runtime API on a Unix socket: an answer is the text, a newline, and in prompt mode {@code "> "}. Tests can corrupt
 * the bytes of an answer.
 */
final class FakeSocket implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Path path;
    private final Function<String, String> answers;
    private final UnaryOperator<byte[]> corrupt;
    private final ExecutorService pool = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake haproxy");
        thread.setDaemon(true);
        return thread;
    });
    final List<String> commands = new CopyOnWriteArrayList<>();

    /** @param corrupt returns the bytes to send for those of an answer; null closes the connection */
    FakeSocket(Function<String, String> answers, UnaryOperator<byte[]> corrupt) {
        this.answers = answers;
        this.corrupt = corrupt;
        try {
            path = Files.createTempDirectory(Path.of("/tmp"), "fake").resolve("s");
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path), 128);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pool.execute(this::accept);
    }

    InstanceAddress address() {
        return InstanceAddress.parse("unix:" + path);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                pool.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(SocketChannel client) {
        boolean prompt = false;
        try (client;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8));
                OutputStream out = Channels.newOutputStream(client)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                for (String command : line.split(";")) {
                    prompt |= command.strip().equals("prompt");
                    String text = command.strip().equals("prompt") ? "" : answer(command.strip());
                    byte[] bytes = corrupt.apply((text + "\n" + (prompt ? "> " : "")).getBytes(StandardCharsets.UTF_8));
                    if (bytes == null) {
                        return;
                    }
                    out.write(bytes);
                }
                if (!prompt) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client closed the connection.
        }
    }

    private synchronized String answer(String command) {
        commands.add(command);
        return answers.apply(command);
    }

    List<String> changes() {
        List<String> all = new ArrayList<>(commands);
        all.removeIf(c -> c.startsWith("show "));
        return all;
    }

    @Override
    public void close() {
        try {
            server.close();
            pool.shutdownNow();
            Files.deleteIfExists(path);
            Files.deleteIfExists(path.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

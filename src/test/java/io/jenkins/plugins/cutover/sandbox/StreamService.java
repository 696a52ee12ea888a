package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Side;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A service for long requests: besides short answers it echoes the bytes after a protocol upgrade ({@code /ws}) and
 * sends a slow download of {@link #DOWNLOAD} bytes ({@code /download}). A thread for each connection.
 */
public final class StreamService implements AutoCloseable {
    /** Length of the download; it takes about six seconds. */
    public static final int DOWNLOAD = 300 * 1024;

    private static final int PIECE = 1024;
    private static final int PIECE_MILLIS = 20;

    private final ServerSocket server;
    private final Side side;
    private final ExecutorService pool = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "stream-service");
        thread.setDaemon(true);
        return thread;
    });

    public StreamService(String host, Side side) {
        this.side = side;
        try {
            server = new ServerSocket(0, 1024, InetAddress.getByName(host));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pool.execute(this::accept);
    }

    public Endpoint endpoint() {
        return new Endpoint(server.getInetAddress().getHostAddress(), server.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pool.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                pool.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                String path = head.substring(head.indexOf(' ') + 1, head.indexOf(' ', head.indexOf(' ') + 1));
                if (path.equals("/ws") && head.toLowerCase(Locale.ROOT).contains("\r\nupgrade:")) {
                    send(out, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n");
                    echo(in, out);
                    return;
                }
                answer(out, path);
            }
        } catch (IOException e) {
            // The peer has closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(OutputStream out, String path) throws IOException, InterruptedException {
        boolean download = path.equals("/download");
        String body = download ? "" : "ok";
        send(
                out,
                "HTTP/1.1 200 OK\r\nX-Side: " + side + "\r\nContent-Length: " + (download ? DOWNLOAD : body.length())
                        + "\r\n\r\n" + body);
        for (int sent = 0; download && sent < DOWNLOAD; sent += PIECE) {
            out.write(new byte[PIECE]);
            Thread.sleep(PIECE_MILLIS);
        }
    }

    private static void echo(InputStream in, OutputStream out) throws IOException {
        for (int b = in.read(); b >= 0; b = in.read()) {
            out.write(b);
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.append((char) b);
        }
        return head.toString();
    }
}

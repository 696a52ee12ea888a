package io.jenkins.plugins.cutover.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A loopback server that answers {@code 200 OK} and then never finishes its answer. */
public final class UnendingServer implements AutoCloseable {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final byte[] CHUNK = ("2000\r\n" + "x".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.US_ASCII);

    /** What the server does with a request. */
    public enum Answer {
        /** Accepts the request and sends nothing. */
        SILENCE,
        /** Sends half of the headers. */
        HALF_OF_THE_HEADERS,
        /** Sends the headers and no body. */
        HEADERS_ONLY,
        /** Sends the headers, then one byte of the body every 100 ms. */
        TRICKLE,
        /** Sends the headers, then a body as fast as the client reads it, without an end. */
        ENDLESS
    }

    private final Answer answer;
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);

    public UnendingServer(Answer answer) {
        this.answer = answer;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Waits for a request, at most 5 s. */
    public void requestArrives() throws InterruptedException {
        if (!arrived.await(5, TimeUnit.SECONDS)) {
            throw new AssertionError("no request arrived within 5 s");
        }
    }

    /** Whether a client closes its connection within 5 s. */
    public boolean clientLeaves() throws InterruptedException {
        return left.await(5, TimeUnit.SECONDS);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException serverClosed) {
            closed.countDown();
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            client.getInputStream().read(new byte[8192]);
            arrived.countDown();
            OutputStream out = client.getOutputStream();
            switch (answer) {
                case SILENCE -> {}
                case HALF_OF_THE_HEADERS -> send(out, "HTTP/1.1 200 OK\r\nContent-Ty");
                case HEADERS_ONLY -> send(out, HEAD + "Content-Length: 10\r\n\r\n");
                case TRICKLE -> trickle(out);
                case ENDLESS -> endless(out);
            }
            while (client.getInputStream().read() >= 0) {
                // The end of the stream says that the client has closed the connection.
            }
            left.countDown();
        } catch (IOException clientClosed) {
            left.countDown();
        }
    }

    private void trickle(OutputStream out) throws IOException {
        send(out, HEAD + "Content-Length: 1000000\r\n\r\n");
        try {
            while (!closed.await(100, TimeUnit.MILLISECONDS)) {
                send(out, "x");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endless(OutputStream out) throws IOException {
        send(out, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
        while (closed.getCount() > 0) {
            out.write(CHUNK);
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}

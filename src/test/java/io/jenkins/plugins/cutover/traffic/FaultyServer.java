package io.jenkins.plugins.cutover.traffic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A server that answers each path in its own way, good or bad, to the byte. */
final class FaultyServer implements AutoCloseable {
    private static final String PART = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + "x".repeat(1000);
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    private final Semaphore beginning = new Semaphore(0);

    FaultyServer() throws IOException {
        Thread acceptor = new Thread(this::accept, "faulty-server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The client has read the first byte of its answer. */
    void clientHasTheBeginning() {
        beginning.release();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket s = socket.accept();
                open.add(s);
                Thread t = new Thread(() -> serve(s), "faulty-server-connection");
                t.setDaemon(true);
                t.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket s) {
        try (s) {
            for (String path = path(s); path != null && answer(s, path); ) {
                path = path(s);
            }
        } catch (IOException | InterruptedException e) {
            // HAProxy or the test is gone.
        } finally {
            open.remove(s);
        }
    }

    /** @return null at the end of the connection */
    private static String path(Socket s) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = s.getInputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1).split(" ")[1];
    }

    /** @return whether the connection can be used again */
    private boolean answer(Socket s, String path) throws IOException, InterruptedException {
        switch (path) {
            case "/early-hints" -> send(s, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + whole(200));
            case "/websocket-reset" -> {
                send(
                        s,
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
                s.getInputStream().read(); // the client has the answer
                return reset(s);
            }
            case "/not-modified" -> send(s, "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
            case "/reset" -> {
                return reset(s);
            }
            case "/close" -> {
                return false;
            }
            case "/cut-off" -> {
                beginning.drainPermits();
                send(s, PART);
                beginning.acquire(); // 2.2 reports no answer when it sees the beginning and the close at once
                return false;
            }
            case "/stall", "/leave-in-body" -> {
                send(s, PART);
                return silent();
            }
            case "/hang", "/leave" -> {
                return silent();
            }
            default -> send(s, whole(path.matches("/\\d{3}") ? Integer.parseInt(path.substring(1)) : 200));
        }
        return true;
    }

    private static String whole(int status) {
        return "HTTP/1.1 " + status + " X\r\nContent-Length: 5\r\n\r\nhello";
    }

    private boolean silent() throws InterruptedException {
        closed.await();
        return false;
    }

    private static boolean reset(Socket s) throws SocketException {
        s.setSoLinger(true, 0);
        return false;
    }

    private static void send(Socket s, String text) throws IOException {
        s.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
        for (Socket s : open) {
            s.close();
        }
    }
}

package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.sandbox.StreamService;
import io.jenkins.plugins.cutover.sandbox.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Clients whose requests outlast a shift: HTTP/2 over one connection, an upgraded connection, downloads. */
final class LastingClients implements AutoCloseable {
    final AtomicInteger http2 = new AtomicInteger();
    final AtomicInteger http2Failed = new AtomicInteger();
    /** Requests sent again because the connection was being closed: JDK 17 drops what is under way at a GOAWAY. */
    final AtomicInteger http2Again = new AtomicInteger();

    final AtomicInteger echoes = new AtomicInteger();
    final AtomicInteger echoesBroken = new AtomicInteger();
    final AtomicInteger downloads = new AtomicInteger();
    final AtomicInteger downloadsBroken = new AtomicInteger();
    final AtomicLong downloaded = new AtomicLong();
    private final int httpPort;
    private final HttpClient client;
    private final URI secure;
    private final Thread[] threads;
    private volatile boolean stopping;

    LastingClients(int httpPort, int http2Port) {
        this.httpPort = httpPort;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(trusting())
                .build();
        this.secure = URI.create("https://127.0.0.1:" + http2Port + "/");
        this.threads = new Thread[] {start(this::http2), start(this::echo), start(this::download)};
    }

    /** Lets the downloads end and ends the rest. */
    @Override
    public void close() {
        stopping = true;
        for (Thread thread : threads) {
            try {
                thread.join(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "lasting-client");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void http2() {
        HttpRequest request =
                HttpRequest.newBuilder(secure).timeout(Duration.ofSeconds(5)).build();
        while (!stopping) {
            http2.incrementAndGet();
            if (!get(request)) {
                http2Again.incrementAndGet();
                http2Failed.addAndGet(get(request) ? 0 : 1);
            }
            pause(10);
        }
    }

    private boolean get(HttpRequest request) {
        try {
            HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
            return response.statusCode() == 200 && response.version() == HttpClient.Version.HTTP_2;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One connection from beginning to end, a byte there and back every 20 ms. */
    private void echo() {
        try (Socket socket = new Socket("127.0.0.1", httpPort)) {
            socket.setSoTimeout(5_000);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            send(out, "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            String head = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            for (int last = 0; last != ('\r' << 24 | '\n' << 16 | '\r' << 8 | '\n'); ) {
                last = last << 8 | in.read();
            }
            while (!stopping) {
                out.write('x');
                boolean back = in.read() == 'x' && head.endsWith("101");
                echoes.incrementAndGet();
                echoesBroken.addAndGet(back ? 0 : 1);
                pause(20);
            }
        } catch (IOException e) {
            echoesBroken.incrementAndGet();
        }
    }

    private void download() {
        while (!stopping) {
            downloads.incrementAndGet();
            try (Socket socket = new Socket("127.0.0.1", httpPort)) {
                socket.setSoTimeout(5_000);
                send(socket.getOutputStream(), "GET /download HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                int length = socket.getInputStream().readAllBytes().length;
                downloaded.addAndGet(length);
                downloadsBroken.addAndGet(length > StreamService.DOWNLOAD ? 0 : 1);
            } catch (IOException e) {
                downloadsBroken.incrementAndGet();
            }
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SSLContext trusting() {
        try (InputStream ca = Files.newInputStream(TestCertificates.get().ca())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(ca));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.jenkins.plugins.cutover.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * A request of the load and what its client expects.
 *
 * @param head in HTTP/1.1
 * @param content of the answer; null for any
 * @param upload the body of the request; empty for a GET
 * @param http2 its headers in HTTP/2; null to send it by HTTP/1.1
 */
record LoadRequest(SampleRoute route, byte[] head, SampleContent content, SampleContent upload, byte[] http2) {

    /** A GET of one path; the body of its answer is not checked for {@link SampleRoute#ROOT}. */
    static LoadRequest get(String host, String path) {
        SampleRoute route = SampleRoute.of(path);
        SampleContent content = route == SampleRoute.ROOT ? null : route.content(path);
        return new LoadRequest(route, head(host, path, ""), content, SampleContent.text(""), null);
    }

    /**
     * One of all routes, at random.
     *
     * @param http2 part of the requests without a body that go by HTTP/2
     */
    static LoadRequest any(String host, SplittableRandom random, boolean longStreams, double http2) {
        SampleRoute route = SampleRoute.any(random, longStreams);
        String path = route.path(random);
        SampleContent upload = route.request(path);
        // A POST cannot be sent again (RFC 9112, section 9.3.1): a fresh connection cannot have been closed before it.
        String more = upload.length() == 0 ? "" : "Content-Length: " + upload.length() + "\r\nConnection: close\r\n";
        byte[] multiplexed = upload.length() == 0 && random.nextDouble() < http2 ? Http2Headers.get(host, path) : null;
        return new LoadRequest(route, head(host, path, more), route.content(path), upload, multiplexed);
    }

    private static byte[] head(String host, String path, String more) {
        String method = more.isEmpty() ? "GET " : "POST ";
        return (method + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether it has a body, and so is sent on a connection of its own. */
    boolean uploads() {
        return upload.length() > 0;
    }

    /** The bytes of the request from an offset on. */
    ByteBuffer piece(long from) {
        if (from < head.length) {
            return ByteBuffer.wrap(head).position((int) from);
        }
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(32 * 1024, head.length + upload.length() - from));
        upload.copy(from - head.length, piece);
        return piece.flip();
    }

    long length() {
        return head.length + upload.length();
    }
}

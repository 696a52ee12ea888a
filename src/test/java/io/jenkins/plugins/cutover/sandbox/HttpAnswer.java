package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Side;
import java.util.Locale;

/**
 * A complete HTTP response.
 *
 * @param status HTTP status, 0 for a response that is not HTTP
 * @param side the side that answered, null without the header
 * @param close whether the connection cannot be used again
 */
record HttpAnswer(int status, Side side, boolean close) {

    /**
     * Reads a response with a Content-Length, or with a body that ends with the connection.
     *
     * @param ended whether the connection has ended
     * @return null while it is incomplete
     */
    static HttpAnswer parse(String text, boolean ended) {
        int head = text.indexOf("\r\n\r\n");
        if (head < 0 || !text.startsWith("HTTP/1.")) {
            return text.length() > 8 && !text.startsWith("HTTP/1.") ? new HttpAnswer(0, null, true) : null;
        }
        String headers = text.substring(0, head + 2).toLowerCase(Locale.ROOT);
        String length = header(headers, "content-length");
        boolean whole = length == null ? ended : text.length() >= head + 4 + Integer.parseInt(length);
        if (!whole) {
            return null;
        }
        boolean close = ended || length == null || "close".equals(header(headers, "connection"));
        return new HttpAnswer(status(text), side(header(headers, "x-side")), close);
    }

    Outcome outcome() {
        if (status == 0) {
            return Outcome.GARBLED;
        }
        if (side == null) {
            return status >= 400 ? Outcome.PROXY_ERROR : Outcome.OK;
        }
        return status >= 500 ? Outcome.SERVICE_ERROR : Outcome.OK;
    }

    private static int status(String text) {
        String digits = text.substring(9, Math.min(12, text.length()));
        return digits.matches("[1-5]\\d\\d") ? Integer.parseInt(digits) : 0;
    }

    private static Side side(String value) {
        return value == null ? null : value.equals("eks") ? Side.EKS : value.equals("mesos") ? Side.MESOS : null;
    }

    private static String header(String headers, String name) {
        int at = headers.indexOf("\r\n" + name + ":");
        if (at < 0) {
            return null;
        }
        int from = at + name.length() + 3;
        return headers.substring(from, headers.indexOf("\r\n", from)).trim();
    }
}

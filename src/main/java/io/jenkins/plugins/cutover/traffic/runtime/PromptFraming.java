package io.jenkins.plugins.cutover.traffic.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts what an instance sends in prompt mode into answers: each ends with a newline and {@code "> "}. Blank lines do
 * not frame answers, a success is nothing but a newline.
 */
final class PromptFraming {
    private static final byte[] END = {'\n', '>', ' '};
    private static final String MASTER = "\nmaster> ";

    private final int limit;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private int matched;
    private boolean first = true;

    /** @param limit the longest answer that is taken, in bytes */
    PromptFraming(int limit) {
        this.limit = limit;
    }

    /** @return the answers that are complete now, without the newlines at their ends */
    List<String> feed(ByteBuffer bytes) {
        List<String> answers = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            pending.write(b);
            matched = b == END[matched] ? matched + 1 : b == END[0] ? 1 : 0;
            if (matched == END.length) {
                answers.add(take());
            } else if (pending.size() > limit) {
                throw new ProtocolException("an answer is longer than " + limit + " bytes");
            }
        }
        if (first) {
            checkGreeting();
        }
        return answers;
    }

    private void checkGreeting() {
        String text = text();
        if (text.startsWith(MASTER)) {
            throw new ProtocolException("is the master's socket; the socket of a \"stats socket\" line is needed");
        }
        if (!MASTER.startsWith(text) && !"\n> ".startsWith(text)) {
            throw new ProtocolException("is not HAProxy's Runtime API, it says \"" + printable(text) + "\"");
        }
    }

    private static String printable(String text) {
        String line = text.lines().findFirst().orElse("").replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() > 60 ? line.substring(0, 60) + "..." : line;
    }

    /** Whether an answer has begun and not ended. */
    boolean midway() {
        return pending.size() > 0;
    }

    private String take() {
        String all = text();
        int end = all.length() - END.length;
        while (end > 0 && all.charAt(end - 1) == '\n') {
            end--;
        }
        pending.reset();
        matched = 0;
        first = false;
        return all.substring(0, end);
    }

    private String text() {
        return pending.toString(StandardCharsets.UTF_8);
    }
}

package io.jenkins.plugins.cutover.traffic.runtime;

import io.jenkins.plugins.cutover.model.Text;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits the bytes of a connection in prompt mode into answers: each ends with a newline and {@code "> "}. Blank lines
 * do not frame answers, since the answer to a command that succeeded is a single newline.
 */
final class PromptFraming {
    private static final String WORKER = "\n> ";
    private static final String MASTER = "\nmaster> ";
    private static final int MAX_QUOTED_GREETING = 200;

    private final int limit;
    private final boolean ofMaster;
    private final byte[] prompt;
    private byte[] pending = new byte[1 << 12];
    private int length;
    private boolean first = true;

    /**
     * @param limit the longest answer that is accepted, in bytes
     * @param ofMaster whether the master process answers; its prompt is {@code "master> "}
     */
    PromptFraming(int limit, boolean ofMaster) {
        this.limit = limit;
        this.ofMaster = ofMaster;
        this.prompt = (ofMaster ? MASTER : WORKER).getBytes(StandardCharsets.US_ASCII);
        if (ofMaster) {
            // The master's first prompt lacks the newline that all others have.
            pending[length++] = '\n';
        }
    }

    /** @return the answers that are complete now, without trailing newlines */
    List<String> feed(ByteBuffer bytes) {
        // The bytes searched before may end with the beginning of a prompt.
        int from = Math.max(0, length - prompt.length + 1);
        append(bytes);
        List<String> answers = new ArrayList<>();
        for (int end = endAfter(from); end >= 0; end = endAfter(0)) {
            answers.add(take(end));
        }
        if (length > limit) {
            throw new ProtocolException("an answer is longer than " + limit + " bytes");
        }
        if (first && length > 0) {
            checkGreeting();
        }
        return answers;
    }

    private void append(ByteBuffer bytes) {
        int more = bytes.remaining();
        if (length + more > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(2 * pending.length, length + more));
        }
        bytes.get(pending, length, more);
        length += more;
    }

    /** @return the end of the first answer, the prompt included; -1 when it is not complete */
    private int endAfter(int from) {
        for (int i = from; i + prompt.length <= length; i++) {
            if (Arrays.equals(pending, i, i + prompt.length, prompt, 0, prompt.length)) {
                return i + prompt.length;
            }
        }
        return -1;
    }

    private void checkGreeting() {
        String text = "\n" + text().stripLeading();
        if (ofMaster && text.startsWith(WORKER)) {
            throw new ProtocolException("is a worker's socket; the master's is needed, that of haproxy's option -S");
        }
        if (!ofMaster && text.startsWith(MASTER)) {
            throw new ProtocolException("is the master's socket; the socket of a \"stats socket\" line is needed");
        }
        if (!MASTER.startsWith(text) && !WORKER.startsWith(text)) {
            throw new ProtocolException("is not HAProxy's Runtime API, it says \"" + printable(text.strip()) + "\"");
        }
    }

    private static String printable(String text) {
        return Text.firstLine(text, 60).replaceAll("[^\\x20-\\x7e]", "?");
    }

    /** Whether an answer has begun and is not complete. */
    boolean insideAnswer() {
        return length > 0;
    }

    private String take(int end) {
        int last = end - prompt.length;
        while (last > 0 && pending[last - 1] == '\n') {
            last--;
        }
        String answer = new String(pending, 0, last, StandardCharsets.UTF_8);
        System.arraycopy(pending, end, pending, 0, length - end);
        length -= end;
        first = false;
        return answer;
    }

    private String text() {
        return new String(pending, 0, Math.min(length, MAX_QUOTED_GREETING), StandardCharsets.UTF_8);
    }
}

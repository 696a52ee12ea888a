package io.jenkins.plugins.cutover.traffic.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One conversation over one link: what is still to send, and the answers still awaited. */
final class Exchange {
    /** A ring of 16 MiB is the largest answer that makes sense. */
    private static final int LONGEST_ANSWER = 64 << 20;

    private final Dialogue dialogue;
    private final Channel channel;
    private final PromptFraming framing;
    private final List<String> answers = new ArrayList<>();
    private List<String> asked = List.of("prompt");
    private ByteBuffer out;
    private boolean greeted;
    private boolean over;

    Exchange(Dialogue dialogue, Channel channel) {
        this.dialogue = dialogue;
        this.channel = channel;
        this.framing = new PromptFraming(LONGEST_ANSWER, dialogue.withMaster());
        out = lines(asked);
    }

    boolean over() {
        return over;
    }

    int interest() {
        return SelectionKey.OP_READ | (out.hasRemaining() || channel.holdsBack() ? SelectionKey.OP_WRITE : 0);
    }

    /** What it waits for, for the message of a time-out. */
    String waitsFor() {
        return "waited for the answer to \"" + asked.get(Math.min(answers.size(), asked.size() - 1)) + "\"";
    }

    void move(ByteBuffer scratch) throws IOException {
        channel.write(out);
        while (!over) {
            scratch.clear();
            int n = channel.read(scratch);
            if (n < 0) {
                throw new ProtocolException(
                        "closed the connection" + (framing.midway() ? " in an answer" : "") + ", " + waitsFor());
            }
            if (n == 0) {
                break;
            }
            take(framing.feed(scratch.flip()));
        }
        channel.write(out);
    }

    private void take(List<String> complete) {
        answers.addAll(complete);
        if (answers.size() > asked.size() || (answers.size() == asked.size() && framing.midway())) {
            throw new ProtocolException("sent more answers than it was asked for");
        }
        if (answers.size() == asked.size()) {
            if (!greeted && !answers.get(0).isEmpty()) {
                throw new ProtocolException("does not know the command \"prompt\"");
            }
            asked = List.copyOf(dialogue.next(greeted ? List.copyOf(answers) : List.of()));
            greeted = true;
            answers.clear();
            over = asked.isEmpty();
            out = lines(asked);
        }
    }

    private static ByteBuffer lines(List<String> commands) {
        StringBuilder text = new StringBuilder();
        commands.forEach(c -> text.append(c).append('\n'));
        return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}

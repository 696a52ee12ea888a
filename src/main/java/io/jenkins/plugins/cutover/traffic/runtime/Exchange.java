package io.jenkins.plugins.cutover.traffic.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One dialogue over one channel: the bytes still to send and the answers still expected. */
final class Exchange {
    /** In bytes. The largest answer that makes sense is the dump of a ring of 16 MiB. */
    private static final int MAX_ANSWER = 64 << 20;

    private final Dialogue dialogue;
    private final Channel channel;
    private final PromptFraming framing;
    private final List<String> answers = new ArrayList<>();
    private List<String> sent = List.of("prompt");
    private ByteBuffer unsent;
    private boolean inPromptMode;
    private boolean completed;

    Exchange(Dialogue dialogue, Channel channel) {
        this.dialogue = dialogue;
        this.channel = channel;
        this.framing = new PromptFraming(MAX_ANSWER, dialogue.withMaster());
        unsent = lines(sent);
    }

    boolean completed() {
        return completed;
    }

    int interestOps() {
        return SelectionKey.OP_READ | (unsent.hasRemaining() || channel.hasPendingOutput() ? SelectionKey.OP_WRITE : 0);
    }

    /** Which answer is awaited; for the message of a time-out. */
    String waitDescription() {
        return "waited for the answer to \"" + sent.get(Math.min(answers.size(), sent.size() - 1)) + "\"";
    }

    void advance(ByteBuffer scratch) throws IOException {
        channel.write(unsent);
        while (!completed) {
            scratch.clear();
            int n = channel.read(scratch);
            if (n < 0) {
                throw new ProtocolException("closed the connection" + (framing.insideAnswer() ? " in an answer" : "")
                        + ", " + waitDescription());
            }
            if (n == 0) {
                break;
            }
            accept(framing.feed(scratch.flip()));
        }
        channel.write(unsent);
    }

    private void accept(List<String> complete) {
        answers.addAll(complete);
        if (answers.size() > sent.size() || (answers.size() == sent.size() && framing.insideAnswer())) {
            throw new ProtocolException("sent more answers than there were commands");
        }
        if (answers.size() == sent.size()) {
            if (!inPromptMode && !answers.get(0).isEmpty()) {
                throw new ProtocolException("does not know the command \"prompt\"");
            }
            sent = List.copyOf(dialogue.next(inPromptMode ? List.copyOf(answers) : List.of()));
            inPromptMode = true;
            answers.clear();
            completed = sent.isEmpty();
            unsent = lines(sent);
        }
    }

    private static ByteBuffer lines(List<String> commands) {
        StringBuilder text = new StringBuilder();
        commands.forEach(c -> text.append(c).append('\n'));
        return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}

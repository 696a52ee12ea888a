package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.traffic.InstanceReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import java.util.List;

/** The conversation that only looks. */
public final class ReadDialogue implements Dialogue {
    private final InstanceReader reader;
    private Reachable reading;

    public ReadDialogue(InstanceReader reader) {
        this.reader = reader;
    }

    @Override
    public List<String> next(List<String> replies) {
        if (replies.isEmpty()) {
            return reader.questions();
        }
        reading = reader.reading(replies).orElse(null);
        return reading == null ? reader.questions() : List.of();
    }

    public InstanceReading outcome(DialogueResult ending) {
        return ending instanceof DialogueResult.Broken broken
                ? new Unreachable(reader.instance(), broken.reason())
                : reading;
    }
}

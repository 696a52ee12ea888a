package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.traffic.InstanceReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import java.util.List;

/** Reads an instance and changes nothing. */
public final class ReadDialogue implements Dialogue {
    private final InstanceReader reader;
    private Reachable reading;

    public ReadDialogue(InstanceReader reader) {
        this.reader = reader;
    }

    @Override
    public List<String> next(List<String> replies) {
        if (replies.isEmpty()) {
            return reader.commands();
        }
        reading = reader.parse(replies).orElse(null);
        return reading == null ? reader.commands() : List.of();
    }

    /** What was read, or why nothing was, once the dialogue has ended. */
    public InstanceReading outcome(DialogueResult result) {
        return result instanceof DialogueResult.Failed failed
                ? new Unreachable(reader.instance(), failed.reason())
                : reading;
    }
}

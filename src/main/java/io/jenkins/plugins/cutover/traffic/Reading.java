package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import io.jenkins.plugins.cutover.traffic.runtime.Conversation;
import io.jenkins.plugins.cutover.traffic.runtime.Ending;
import java.util.List;

/** The conversation that only looks. */
final class Reading implements Conversation {
    private final InstanceReader reader;
    private Reachable reading;

    Reading(InstanceReader reader) {
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

    InstanceReading outcome(Ending ending) {
        return ending instanceof Ending.Broken broken ? new Unreachable(reader.instance(), broken.reason()) : reading;
    }
}

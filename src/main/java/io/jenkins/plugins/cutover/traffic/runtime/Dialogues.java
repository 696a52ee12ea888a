package io.jenkins.plugins.cutover.traffic.runtime;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import java.util.Map;

/** Runs dialogues with any number of instances in parallel, within a deadline. */
@FunctionalInterface
public interface Dialogues {
    /** @return how each dialogue ended, in the order given */
    Map<InstanceAddress, DialogueResult> run(Map<InstanceAddress, ? extends Dialogue> dialogues);
}

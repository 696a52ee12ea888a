package io.jenkins.plugins.cutover.traffic.runtime;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import java.util.Map;

/** Holds conversations with any number of instances at once, within a deadline. */
@FunctionalInterface
public interface Dialogues {
    /** @return how each conversation ended, in the order given */
    Map<InstanceAddress, DialogueResult> hold(Map<InstanceAddress, ? extends Dialogue> dialogues);
}

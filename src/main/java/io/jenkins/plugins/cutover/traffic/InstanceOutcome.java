package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** What became of one instance in {@link Router#apply}. */
public sealed interface InstanceOutcome extends Serializable {
    InstanceAddress instance();

    /** One line for people. */
    String text();

    /**
     * It is what was desired, by reading back.
     *
     * @param achieved the share that its weights give now
     * @param changes how many commands were needed; 0 when it was right already
     * @param took from the first byte to the last confirmation
     * @param notes what a person should know although it went well, one line each
     */
    record Confirmed(InstanceAddress instance, Share achieved, int changes, Duration took, List<String> notes)
            implements InstanceOutcome {
        public Confirmed {
            notes = List.copyOf(notes);
        }

        @Override
        public String text() {
            return instance + ": EKS " + achieved + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")");
        }
    }

    /**
     * Nothing is wrong yet, ask again: the endpoints are in their slots and their first health check is awaited. No
     * weight was changed.
     */
    record Pending(InstanceAddress instance, String reason) implements InstanceOutcome {
        @Override
        public String text() {
            return instance + ": waits, " + reason;
        }
    }

    /**
     * It answered and was not, or not fully, made what was desired.
     *
     * @param changed whether some command had taken effect before the refusal
     */
    record Refused(InstanceAddress instance, String reason, boolean changed) implements InstanceOutcome {
        @Override
        public String text() {
            return instance + ": " + reason + (changed ? " (after some changes took effect)" : "");
        }
    }

    /**
     * It did not answer in time.
     *
     * @param changePossible whether a command had been sent that may still take effect; false means it surely was not
     *     touched
     */
    record Unknown(InstanceAddress instance, String reason, boolean changePossible) implements InstanceOutcome {
        @Override
        public String text() {
            return instance + ": " + reason + (changePossible ? "; a command sent may still take effect" : "");
        }
    }
}

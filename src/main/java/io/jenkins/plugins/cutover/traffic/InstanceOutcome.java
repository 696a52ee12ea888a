package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** The result of {@link Router#apply} for one instance. */
public sealed interface InstanceOutcome extends Serializable {
    InstanceAddress instance();

    /** One line for people. */
    String text();

    /** Whether a command that changes it took effect, or may still. */
    boolean changePossible();

    /**
     * It has the desired traffic, confirmed by reading back.
     *
     * @param achieved the share that its weights or its map give now
     * @param changes how many commands were needed; 0 when it was already set
     * @param took from the first byte to the last confirmation
     * @param notes for people, one line each
     */
    record Confirmed(InstanceAddress instance, Share achieved, int changes, Duration took, List<String> notes)
            implements InstanceOutcome {
        public Confirmed {
            notes = List.copyOf(notes);
        }

        @Override
        public boolean changePossible() {
            return changes > 0;
        }

        @Override
        public String text() {
            return instance + ": EKS " + achieved + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")");
        }
    }

    /**
     * Not ready yet, apply again later: the endpoints are in their slots and their first health check is awaited. No
     * weight was changed.
     */
    record Pending(InstanceAddress instance, String reason) implements InstanceOutcome {
        /** The endpoints may have been put into their slots. */
        @Override
        public boolean changePossible() {
            return true;
        }

        @Override
        public String text() {
            return instance + ": waits for " + reason;
        }
    }

    /**
     * It answered, and was not set to the desired traffic or not completely.
     *
     * @param changed whether any command took effect before the refusal
     */
    record Refused(InstanceAddress instance, String reason, boolean changed) implements InstanceOutcome {
        @Override
        public boolean changePossible() {
            return changed;
        }

        @Override
        public String text() {
            return instance + ": " + reason + (changed ? " (after some changes took effect)" : "");
        }
    }

    /**
     * It did not answer in time.
     *
     * @param changePossible whether a command was sent that may still take effect; false means that nothing was
     *     changed
     */
    record Unknown(InstanceAddress instance, String reason, boolean changePossible) implements InstanceOutcome {
        @Override
        public String text() {
            return instance + ": " + reason + (changePossible ? "; a command that was sent may still take effect" : "");
        }
    }
}

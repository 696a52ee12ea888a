package io.jenkins.plugins.cutover.mesos;

import java.util.List;

/** Marathon's answer to a change. */
public sealed interface ChangeResult {
    /** A deployment was started; it may be over, or not yet be listed, when it is asked for. */
    record Accepted(String deploymentId) implements ChangeResult {}

    /**
     * Nothing was changed: other deployments hold the app.
     *
     * @param deploymentIds whose; can be empty when Marathon does not say
     * @param message Marathon's own words
     */
    record Locked(List<String> deploymentIds, String message) implements ChangeResult {
        public Locked {
            deploymentIds = List.copyOf(deploymentIds);
        }
    }
}

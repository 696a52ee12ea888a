package io.jenkins.plugins.cutover.mesos;

import java.util.List;

/** Marathon's answer to a change. */
public sealed interface ChangeResult {
    /** Marathon started a deployment. A later read can find it finished, or not yet listed. */
    record Accepted(String deploymentId) implements ChangeResult {}

    /**
     * Nothing was changed: other deployments hold the app.
     *
     * @param deploymentIds of those deployments; empty when Marathon does not name them
     * @param message Marathon's own text
     */
    record Locked(List<String> deploymentIds, String message) implements ChangeResult {
        public Locked {
            deploymentIds = List.copyOf(deploymentIds);
        }
    }
}

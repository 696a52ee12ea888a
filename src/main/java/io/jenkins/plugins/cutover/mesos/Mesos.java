package io.jenkins.plugins.cutover.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One Marathon app. Every call is one bounded exchange with Marathon (two when the login has expired);
 * no call retries or waits: the caller calls again on its next tick. All calls throw {@link MarathonException}, whose
 * {@link MarathonException.Kind} says whether trying again can help.
 */
public interface Mesos {
    /** The app with its tasks, health results, deployments and last failure, and its definition as it is now. */
    App app();

    /**
     * Changes the instance count and nothing else, so that no task restarts.
     *
     * @param instances 0 or more
     * @param force override a deployment that locks the app: Marathon cancels it and does not undo what it has done
     */
    ChangeResult scale(int instances, boolean force);

    /**
     * Puts a recorded definition back ({@link App#definition()}), creating the app when it was deleted. A definition
     * that differs from the running one restarts the tasks.
     */
    ChangeResult restore(JsonNode definition, boolean force);

    /** Deletes the app with all its stored versions: only when the migration is final. */
    ChangeResult delete(boolean force);

    /** The running deployments that touch this app. A deployment that is not listed may have succeeded or failed: read the app. */
    List<Deployment> deployments();

    /** The instances of this app that wait for launch, and why; {@link LaunchQueue#EMPTY} when there are none. */
    LaunchQueue queue();

    /**
     * Ends the launch back-off of this app, so that Marathon tries at once.
     *
     * @return false when no instance waits
     */
    boolean clearDelay();
}

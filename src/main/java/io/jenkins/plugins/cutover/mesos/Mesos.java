package io.jenkins.plugins.cutover.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One Marathon app, as a cutover needs it. Every call is one bounded round to Marathon (two when the login has expired);
 * nothing is retried or waited for here: the caller ticks again. All calls throw {@link MarathonException}, whose
 * {@link MarathonException.Kind} says whether trying again can help.
 */
public interface Mesos {
    /** The app with its tasks, health results, deployments and last failure, and its definition as it is now. */
    App app();

    /**
     * Changes the instance count and nothing else, so that no task restarts.
     *
     * @param instances 0 or more
     * @param force override a deployment that locks the app: it is cancelled and its effects stay half done
     */
    ChangeResult scale(int instances, boolean force);

    /**
     * Puts a recorded definition back ({@link App#definition()}), creating the app when it was deleted. A definition
     * that differs from the running one restarts the tasks.
     */
    ChangeResult restore(JsonNode definition, boolean force);

    /** Deletes the app with all its stored versions: only when the migration is final. */
    ChangeResult delete(boolean force);

    /** The running deployments that touch this app. One that is absent neither succeeded nor failed: look at the app. */
    List<Deployment> deployments();

    /** What waits to be launched for this app, and why; {@link LaunchQueue#EMPTY} when nothing does. */
    LaunchQueue queue();

    /**
     * Ends the launch back-off of this app, so that Marathon tries at once.
     *
     * @return false when no instance waits
     */
    boolean clearDelay();
}

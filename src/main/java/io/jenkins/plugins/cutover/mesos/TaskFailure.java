package io.jenkins.plugins.cutover.mesos;

import java.time.Instant;

/** How a task of the app last failed, in Mesos's words. */
public record TaskFailure(String taskId, String host, String state, String message, Instant at) {
    @Override
    public String toString() {
        return state + " on " + host + " at " + at + (message.isBlank() ? "" : ": " + message.strip());
    }
}

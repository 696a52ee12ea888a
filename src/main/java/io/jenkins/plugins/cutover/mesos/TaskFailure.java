package io.jenkins.plugins.cutover.mesos;

import java.time.Instant;

/** The last failure of a task of the app, as Mesos reports it. */
public record TaskFailure(String taskId, String host, String state, String message, Instant at) {
    @Override
    public String toString() {
        return state + " on " + host + " at " + at + (message.isBlank() ? "" : ": " + message.strip());
    }
}

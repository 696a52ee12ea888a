package io.jenkins.plugins.cutover.model;

import java.time.Duration;

/** An agent of Jenkins that reaches outside systems which the controller does not reach. */
@FunctionalInterface
public interface RemoteExecutor {
    /**
     * Runs a task on the agent and waits for its result.
     *
     * @param deadline of the task itself; the transfer to the agent and back may take a few seconds more
     * @throws RemoteUnavailableException without an agent, or without a result in time: the task may have run
     */
    <T> T run(RemoteTask<T> task, Duration deadline);
}

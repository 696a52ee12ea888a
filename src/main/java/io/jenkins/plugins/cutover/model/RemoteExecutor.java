package io.jenkins.plugins.cutover.model;

import java.time.Duration;

/** From where outside systems are spoken to: an agent of Jenkins that reaches what the controller does not. */
@FunctionalInterface
public interface RemoteExecutor {
    /**
     * Has an errand run there and waits for its result.
     *
     * @param deadline for the errand itself; the way there and back is granted a few seconds more
     * @throws RemoteUnavailableException when nobody is there, or no result came back in time: the errand may have been run
     */
    <T> T run(RemoteTask<T> task, Duration deadline);
}

package io.jenkins.plugins.cutover.sandbox.marathon;

/** Starts the real server of a running task. */
@FunctionalInterface
public interface TaskFactory {
    /**
     * Starts listening before it returns.
     *
     * @param index the slot, from 0; the host is {@code 127.0.1.(index + 1)}
     * @return closed when the task is killed or the sandbox ends
     */
    AutoCloseable start(String appId, int index, String host, int port) throws Exception;
}

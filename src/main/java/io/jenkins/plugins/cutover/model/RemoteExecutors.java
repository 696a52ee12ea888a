package io.jenkins.plugins.cutover.model;

/** Finds the agent that the settings of a system name. */
@FunctionalInterface
public interface RemoteExecutors {
    /** Has none: all systems are reached from this JVM, as on a command line, whatever the settings are. */
    RemoteExecutors NONE = label -> null;

    /**
     * @param label of agents, as {@code node('vpc')} takes it
     * @return null for this JVM itself
     */
    RemoteExecutor of(String label);
}

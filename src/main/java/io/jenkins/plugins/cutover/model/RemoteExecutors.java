package io.jenkins.plugins.cutover.model;

/** Finds the place that a system's settings name. */
@FunctionalInterface
public interface RemoteExecutors {
    /** Knows none: everything is spoken to from this JVM, whatever the settings say. A laptop, the command line. */
    RemoteExecutors NONE = label -> null;

    /**
     * @param label of agents, as {@code node('vpc')} takes it
     * @return null for this JVM itself
     */
    RemoteExecutor of(String label);
}

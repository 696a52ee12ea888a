package io.jenkins.plugins.cutover.model;

/** Finds the place that a system's settings name. */
@FunctionalInterface
public interface Places {
    /** Knows none: everything is spoken to from this JVM, whatever the settings say. A laptop, the command line. */
    Places NONE = label -> null;

    /**
     * @param label of agents, as {@code node('vpc')} takes it
     * @return null for this JVM itself
     */
    Place of(String label);
}

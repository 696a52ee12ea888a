package io.jenkins.plugins.cutover.model;

import java.io.Serializable;

/**
 * A bounded piece of network work that may be done in another JVM: it travels there with all it needs, and its result
 * comes back. It needs nothing of the JVM that sends it.
 *
 * @param <T> itself serialisable, though an interface need not say so
 */
@FunctionalInterface
public interface RemoteTask<T> extends Serializable {
    /** Ends within a time of its own; what goes wrong outside is in the result, not thrown. */
    T run();
}

package io.jenkins.plugins.cutover.model;

import java.io.Serializable;

/**
 * A bounded piece of network work that can run in another JVM. It is serialized with everything it needs, and its result is
 * sent back. It needs nothing from the JVM that sends it.
 *
 * @param <T> itself serialisable, though an interface need not say so
 */
@FunctionalInterface
public interface RemoteTask<T> extends Serializable {
    /** Ends within its own deadline. A failure of the outside system is part of the result and is not thrown. */
    T run();
}

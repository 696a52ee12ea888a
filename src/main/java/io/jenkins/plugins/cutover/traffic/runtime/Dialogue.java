package io.jenkins.plugins.cutover.traffic.runtime;

import java.util.List;

/** A dialogue with one instance: batches of commands, each batch answered in full before the next is sent. */
@FunctionalInterface
public interface Dialogue {
    /**
     * @param replies the answers to the batch before, one for each command, without trailing newlines; empty at first
     * @return the next commands, one line each; empty when all is said
     * @throws ProtocolException to end it with that reason
     */
    List<String> next(List<String> replies);

    /** Whether it is held with the master process and not with a worker. */
    default boolean withMaster() {
        return false;
    }
}

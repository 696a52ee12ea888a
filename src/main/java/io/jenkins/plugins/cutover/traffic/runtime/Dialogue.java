package io.jenkins.plugins.cutover.traffic.runtime;

import java.util.List;

/** A dialogue with one instance: batches of commands, each batch answered in full before the next one is sent. */
@FunctionalInterface
public interface Dialogue {
    /**
     * @param replies the answers to the previous batch, one for each command, without trailing newlines; empty at first
     * @return the next commands, one line each; empty when the dialogue is complete
     * @throws ProtocolException to end the dialogue with that reason
     */
    List<String> next(List<String> replies);

    /** Whether the dialogue is with HAProxy's master process and not with a worker. */
    default boolean withMaster() {
        return false;
    }
}

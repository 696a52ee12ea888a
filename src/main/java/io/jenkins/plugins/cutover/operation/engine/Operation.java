package io.jenkins.plugins.cutover.operation.engine;

/**
 * One resumable piece of work on a service. It keeps nothing between ticks that the record does not hold: after a
 * crash a new instance with the same arguments goes on where the record stands.
 */
public interface Operation {
    /** The service's name. */
    String service();

    /** A verb for messages: {@code deploy}, {@code shift}, ... */
    String name();

    /**
     * Does at most one bounded round of outside work. The journal is written before anything outside is changed.
     *
     * @throws io.jenkins.plugins.cutover.model.CutoverException when the operation cannot go on; nothing is half done
     *     that the record does not say
     */
    Tick tick();
}

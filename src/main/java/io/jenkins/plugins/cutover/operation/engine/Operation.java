package io.jenkins.plugins.cutover.operation.engine;

/**
 * One resumable piece of work on a service. Its state is in the record: after a crash a new instance with the same
 * arguments continues from there.
 */
public interface Operation {
    /** The service's name. */
    String service();

    /** A verb for messages: {@code deploy}, {@code shift}, ... */
    String name();

    /**
     * Does at most one bounded round of outside work. The journal is written before anything outside is changed.
     *
     * @throws io.jenkins.plugins.cutover.model.CutoverException when the operation cannot continue; the record then says
     *     what was done
     */
    Tick tick();
}

package io.jenkins.plugins.cutover.operation;

/** The name of {@link io.jenkins.plugins.cutover.operation.retire.Retire} in 0.1.0. */
final class Retire {
    private Retire() {}

    /** Java cannot resolve an enum constant to another one; the reader looks up the constant of the same name. */
    enum MesosAfter {
        SCALE_DOWN,
        DELETE
    }
}

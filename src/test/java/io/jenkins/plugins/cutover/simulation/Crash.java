package io.jenkins.plugins.cutover.simulation;

/** Ends a simulated process: none of its code runs afterwards. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String where) {
        super(where, null, false, false);
    }
}

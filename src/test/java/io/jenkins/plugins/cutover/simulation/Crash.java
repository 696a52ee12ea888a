package io.jenkins.plugins.cutover.simulation;

/** The process ends here; nothing of it runs any further. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String where) {
        super(where, null, false, false);
    }
}

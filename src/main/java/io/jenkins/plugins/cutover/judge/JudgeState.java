package io.jenkins.plugins.cutover.judge;

/**
 * All the judge remembers: goes into the cutover's record after every poll (under 4 KB of JSON), so that a restart
 * neither resets nor repeats alpha. Opaque to everybody else.
 *
 * @param version of this layout
 * @param start seconds, first phase's start
 * @param seconds time of the last poll
 * @param blockStart seconds; meaningful while {@code blockOpen}
 * @param requests of both sides since the start
 */
public record JudgeState(
        int version,
        double start,
        double seconds,
        double blockStart,
        boolean blockOpen,
        long requests,
        Spending spending,
        Phase phase,
        Metrics metrics) {
    static final int VERSION = 1;

    public JudgeState {
        if (version != VERSION) {
            throw new IllegalArgumentException("judge state has version " + version + ": must be " + VERSION);
        }
    }
}

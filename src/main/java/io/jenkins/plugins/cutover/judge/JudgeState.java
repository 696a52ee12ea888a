package io.jenkins.plugins.cutover.judge;

/**
 * All the judge remembers: goes into the cutover's record after every poll (under 4 KB of JSON), so that a restart
 * neither resets nor repeats alpha. Opaque to everybody else.
 *
 * @param version of this layout
 * @param start seconds; the first phase's start, later by what was left out of {@code requests}
 * @param seconds time of the last poll
 * @param blockStart seconds; meaningful while {@code blockOpen}
 * @param requests of both sides since the start; a gap between polls weighs no more than 10 seconds, its
 *     requests in proportion: after a clock that jumped ahead the rate of the traffic is still about the same
 */
public record JudgeState(
        int version,
        double start,
        double seconds,
        double blockStart,
        boolean blockOpen,
        long requests,
        AlphaSpending spending,
        PhaseEvidence phase,
        Metrics metrics) {
    static final int VERSION = 1;

    public JudgeState {
        if (version != VERSION) {
            throw new IllegalArgumentException("judge state has version " + version + ": must be " + VERSION);
        }
    }
}

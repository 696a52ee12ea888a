package io.jenkins.plugins.cutover.judge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How the initial capital of 1 is staked over time, so that a fault that begins late is found too (the spending
 * restart). Two fifths go into the first block. Of the rest one pot is for the first block of each later phase, each ask included, since that is
 * when faults tend to show, and one for all other blocks: three quarters of it evenly over the horizon, three quarters of
 * what is left over the next one, and so on, so it thins out but never ends. When to stake what depends on nothing that
 * is judged.
 *
 * @param blocks blocks opened so far
 * @param phases first blocks among them
 * @param spent capital staked so far, 0 to 1
 */
@JsonIgnoreProperties("bound") // in older records
record AlphaSpending(long blocks, long phases, double spent) {
    static final AlphaSpending NONE = new AlphaSpending(0, 0, 0);
    private static final double FIRST = .4;
    private static final double FOR_PHASES = .4;
    private static final double EACH_PHASE = 1 / 3.0;
    private static final double FOR_BLOCKS = 1 - FIRST - FOR_PHASES;
    private static final double EACH_HORIZON = .75;

    /** What to stake at the start of the next block; the horizon is a number of blocks, fixed beforehand. */
    double next(boolean newPhase, double horizonBlocks) {
        if (blocks == 0) {
            return FIRST;
        }
        if (newPhase) {
            return FOR_PHASES * EACH_PHASE * Math.pow(1 - EACH_PHASE, phases - 1);
        }
        double length = Math.max(1, Math.ceil(horizonBlocks));
        double era = Math.floor((blocks - phases) / length);
        return FOR_BLOCKS * EACH_HORIZON / length * Math.pow(1 - EACH_HORIZON, era);
    }

    AlphaSpending afterBlock(boolean newPhase, double stake) {
        return new AlphaSpending(blocks + 1, phases + (newPhase || blocks == 0 ? 1 : 0), spent + stake);
    }

    double unspent() {
        return Math.max(0, 1 - spent);
    }
}

package io.jenkins.plugins.cutover.judge;

/**
 * How the initial capital of 1 is staked over time, so that a fault that begins late is found as well (the spending
 * restart): half in the first block, then a little at the start of each block. Three quarters of what is left go evenly
 * over the horizon, three quarters of the rest over the next horizon, and so on: it thins out but never ends.
 *
 * @param blocks blocks opened so far
 * @param spent capital staked so far, 0 to 1
 * @param bound whether the part kept for Mesos's bound was paid (without a live baseline)
 */
record Spending(long blocks, double spent, boolean bound) {
    static final Spending NONE = new Spending(0, 0, false);
    static final double FIRST = .5;
    /** A tenth of alpha buys the bound of Mesos's earlier figures: a bet that pays 10/alpha if the bound is wrong. */
    static final double FOR_BOUND = .1;

    private static final double EACH_HORIZON = .75;

    /** What to stake at the start of the next block; the horizon is a number of blocks, fixed beforehand. */
    double next(double horizonBlocks) {
        if (blocks == 0) {
            return FIRST;
        }
        double length = Math.max(1, Math.ceil(horizonBlocks) - 1);
        double era = Math.floor((blocks - 1) / length);
        double left = (1 - FIRST - FOR_BOUND) * Math.pow(1 - EACH_HORIZON, era);
        return left * EACH_HORIZON / length;
    }

    Spending afterBlock(double stake) {
        return new Spending(blocks + 1, spent + stake, bound);
    }

    Spending withBound() {
        return bound ? this : new Spending(blocks, spent + FOR_BOUND, true);
    }

    double unspent() {
        return 1 - spent;
    }
}

package io.jenkins.plugins.cutover.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The usual part of requests that end badly, from the last blocks in which both sides were compared. A third of the blocks
 * may have been disturbed: the worst ones are left out.
 *
 * @param blocks the last closed ones, the oldest first
 * @param open counts of the open block
 */
record Usual(List<Counts> blocks, Counts open) {
    static final Usual UNKNOWN = new Usual(List.of(), Counts.NONE);

    private static final int MOST = 9;
    private static final long FEWEST = 100;

    Usual {
        blocks = List.copyOf(blocks);
    }

    /** From the figures of Mesos before the cutover. */
    static Usual of(BaselineHistory mesos) {
        return mesos.requests() < FEWEST
                ? UNKNOWN
                : new Usual(List.of(new Counts(mesos.requests(), mesos.errors())), Counts.NONE);
    }

    boolean known() {
        return !blocks.isEmpty();
    }

    Usual plus(Counts poll) {
        return new Usual(blocks, open.plus(poll));
    }

    Usual nextBlock() {
        if (open.requests() == 0) {
            return this;
        }
        List<Counts> all = new ArrayList<>(blocks);
        all.add(open);
        return new Usual(all.subList(Math.max(0, all.size() - MOST), all.size()), Counts.NONE);
    }

    /**
     * 0 to 1.
     *
     * @param absent for lack of any block
     */
    double fraction(double absent) {
        if (blocks.isEmpty()) {
            return absent;
        }
        Counts calm = calm();
        return (calm.errors() + .5) / (calm.requests() + 1);
    }

    /** The counts of the calmer two thirds of the blocks. */
    Counts calm() {
        return blocks.stream()
                .sorted(Comparator.comparingDouble(Counts::fraction))
                .limit((2 * blocks.size() + 2) / 3)
                .reduce(Counts.NONE, Counts::plus);
    }
}

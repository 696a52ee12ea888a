package io.jenkins.plugins.cutover.judge;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * How much the values of blocks scatter, given that blocks near to each other are alike: the variance that the sum of many
 * blocks has for each block in it (the long-run variance).
 *
 * <p>Formula (batch means, as for the output of simulations): the blocks are put together into batches of 1, 4, 16 and 48
 * blocks, that is 10 s to 8 minutes. For batches of b blocks with means m_1, m_2, ... the estimate is
 *
 * <pre>
 *   (k s0^2 + b (S - M) / 2) / (k + d - 1)
 * </pre>
 *
 * where S is the sum of the d squared differences of successive means, M the largest of them, and s0 the deviation that
 * is assumed before anything was seen, which counts as much as k blocks. The largest estimate holds. Differences of
 * neighbours do not take a level that changes once for scatter, and neither does the sum without M.
 *
 * @param scales one for each size of a batch, the smallest first
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record BlockSpread(List<Scale> scales) {
    private static final int[] SIZES = {1, 4, 16, 48};
    static final BlockSpread NONE = new BlockSpread(List.of(Scale.NONE, Scale.NONE, Scale.NONE, Scale.NONE));
    /** k: the blocks that the assumed deviation counts for. */
    private static final double ASSUMED_BLOCKS = 6;

    BlockSpread {
        scales = List.copyOf(scales);
    }

    /**
     * Batches of one size.
     *
     * @param blocks in the open batch
     * @param sum of their values
     * @param last mean of the last whole batch; NaN before there was one
     * @param squares sum of squared differences of successive means
     * @param largest of these squares
     * @param differences number of these squares
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Scale(int blocks, double sum, double last, double squares, double largest, int differences) {
        static final Scale NONE = new Scale(0, 0, Double.NaN, 0, 0, 0);

        private Scale plus(double value, int size) {
            if (blocks + 1 < size) {
                return new Scale(blocks + 1, sum + value, last, squares, largest, differences);
            }
            double mean = (sum + value) / size;
            if (Double.isNaN(last)) {
                return new Scale(0, 0, mean, squares, largest, differences);
            }
            double square = (mean - last) * (mean - last);
            return new Scale(0, 0, mean, squares + square, Math.max(largest, square), differences + 1);
        }

        private double variance(int size, double assumed) {
            return (ASSUMED_BLOCKS * assumed * assumed + size * (squares - largest) / 2)
                    / (ASSUMED_BLOCKS + Math.max(0, differences - 1));
        }
    }

    /** Adds the value of a block, between -1 and 1. */
    BlockSpread plus(double value) {
        List<Scale> next = new ArrayList<>();
        for (int i = 0; i < SIZES.length; i++) {
            next.add(scales.get(i).plus(value, SIZES[i]));
        }
        return new BlockSpread(next);
    }

    /**
     * The standard deviation per block of a sum of blocks; above 0.
     *
     * @param assumed the deviation before anything was seen
     */
    double deviation(double assumed) {
        double most = 0;
        for (int i = 0; i < SIZES.length; i++) {
            most = Math.max(most, scales.get(i).variance(SIZES[i], assumed));
        }
        return Math.sqrt(most);
    }
}

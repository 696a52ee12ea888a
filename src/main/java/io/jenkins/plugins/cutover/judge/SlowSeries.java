package io.jenkins.plugins.cutover.judge;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/**
 * The state of one comparison of response times. Written as an array, since a record holds several.
 *
 * @param harm capital bet on "EKS is slower", as of the last closed block
 * @param proof capital bet on "EKS is not slower", since the phase began
 * @param open counts of the open block, slow answers as errors
 * @param spread of the blocks since the cutover began
 * @param blocks closed in this phase after the warm-up
 * @param sum of their values
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record SlowSeries(
        List<Double> harm,
        List<Double> proof,
        @JsonFormat(shape = JsonFormat.Shape.ARRAY) Pair open,
        BlockSpread spread,
        int blocks,
        double sum) {

    SlowSeries withOpen(Pair counts) {
        return new SlowSeries(harm, proof, counts, spread, blocks, sum);
    }

    SlowSeries withHarm(List<Double> capital) {
        return new SlowSeries(capital, proof, open, spread, blocks, sum);
    }

    /** Mean value of the blocks of this phase; 0 without any. */
    double mean() {
        return blocks == 0 ? 0 : sum / blocks;
    }
}

package io.jenkins.plugins.cutover.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * What Mesos alone shows before the first phase, its servers split into a pseudo-canary and the rest: two sides that are
 * equally good, so whatever differs is noise.
 *
 * @param rho correlation of failures inside a block: upper 95 % bound, from .02 to .3
 * @param burst most failures seen in one poll, at least 20
 * @param mesos both halves together, by block
 * @param blocks with at least two votes, on which rho rests
 */
public record Calibration(double rho, double burst, Figures mesos, int blocks) {
    static final double LEAST_RHO = .02;
    static final double MOST_RHO = .3;
    private static final double LEAST_BURST = 20;
    static final int FEWEST_BLOCKS = 10;
    static final double ONE_SIDED_95 = 1.645;

    /** From polls whose "canary" is the one half; with too few blocks with failures, the settings' own rho is kept. */
    public static Calibration of(List<Poll> polls, JudgeSettings settings) {
        double burst =
                polls.stream().mapToDouble(p -> p.traffic().errors()).max().orElse(0);
        burst = Math.max(LEAST_BURST, burst);
        Figures mesos = Figures.NONE;
        List<Scatter> scatters = new ArrayList<>();
        for (List<Poll> block : blocks(polls, settings.get(Parameter.BLOCK))) {
            OpenBlock sum = OpenBlock.EMPTY;
            Pair total = Pair.NONE;
            for (Poll poll : block) {
                sum = sum.plusVotes(poll.traffic(), burst);
                total = total.plus(poll.traffic());
            }
            mesos = mesos.plus(total.canary().plus(total.baseline()));
            if (sum.votes() > 1 && sum.canary() > 0 && sum.baseline() > 0) {
                scatters.add(Scatter.of(sum));
            }
        }
        double rho = scatters.size() < FEWEST_BLOCKS ? settings.get(Parameter.RHO) : upperRho(scatters);
        return new Calibration(Math.max(LEAST_RHO, Math.min(MOST_RHO, rho)), burst, mesos, scatters.size());
    }

    private static List<List<Poll>> blocks(List<Poll> polls, double length) {
        List<List<Poll>> blocks = new ArrayList<>();
        double end = Double.NEGATIVE_INFINITY;
        for (Poll poll : polls) {
            if (poll.seconds() > end + 1e-9) {
                // A poll covers the time before it, so the block began one poll earlier than its first poll.
                end = (blocks.isEmpty() ? poll.seconds() - spacing(polls) : Math.max(end, poll.seconds() - length))
                        + length;
                blocks.add(new ArrayList<>());
            }
            blocks.get(blocks.size() - 1).add(poll);
        }
        return blocks;
    }

    private static double spacing(List<Poll> polls) {
        return polls.size() < 2 ? 0 : polls.get(1).seconds() - polls.get(0).seconds();
    }

    /** sum[(V - n w)^2 / (w (1 - w)) - n] / sum n (n - 1), and its jackknife error over the blocks. */
    private static double upperRho(List<Scatter> scatters) {
        double above = scatters.stream().mapToDouble(Scatter::above).sum();
        double below = scatters.stream().mapToDouble(Scatter::below).sum();
        double rho = above / below;
        int n = scatters.size();
        double squares = scatters.stream()
                .mapToDouble(s -> (above - s.above) / (below - s.below) - rho)
                .map(d -> d * d)
                .sum();
        return rho + ONE_SIDED_95 * Math.sqrt(squares * (n - 1) / n);
    }

    record Scatter(double above, double below) {
        static Scatter of(OpenBlock block) {
            double n = block.votes();
            double w = Bets.part(1, block.canary(), block.baseline());
            double off = block.canaryVotes() - n * w;
            return new Scatter(off * off / (w * (1 - w)) - n, n * (n - 1));
        }
    }
}

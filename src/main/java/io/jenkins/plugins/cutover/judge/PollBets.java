package io.jenkins.plugins.cutover.judge;

import java.util.Arrays;
import java.util.List;

/**
 * Bets settled poll by poll (CAP): proved for bursts up to a limit, as long as the odds ratio stays below psi0.
 */
final class PollBets {
    private final double psi0;
    private final double[] ratios;
    private final double burst;

    PollBets(double psi0, double[] ratios, double burst) {
        this.psi0 = psi0;
        this.ratios = Arrays.stream(ratios).filter(r -> r > 1.2 * psi0).toArray();
        this.burst = burst;
    }

    List<Double> start() {
        return Wealth.none(ratios.length);
    }

    List<Double> observe(List<Double> wealth, Pair poll, double seconds) {
        double nc = poll.canary().requests();
        double nb = poll.baseline().requests();
        if (nc == 0 || nb == 0 || poll.errors() == 0) {
            return wealth;
        }
        double q0 = Bets.part(psi0, nc, nb);
        return Wealth.times(wealth, i -> {
            double q = Bets.part(ratios[i], nc, nb);
            double factor = Bets.cap(poll.canary().errors(), poll.baseline().errors(), q, q0, burst);
            return Bets.paced(factor, seconds);
        });
    }
}

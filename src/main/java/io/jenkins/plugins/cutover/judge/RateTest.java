package io.jenkins.plugins.cutover.judge;

import java.util.List;
import java.util.stream.DoubleStream;

/** EKS alone against a fixed failed fraction. H0: its rate is at most {@code p0}. */
final class RateTest {
    private final double p0;
    private final double[] rates;
    private final boolean burstProof;

    private RateTest(double p0, double[] multiples, boolean burstProof) {
        this.p0 = p0;
        double least = Bets.scaled(2, p0);
        this.rates = DoubleStream.concat(
                        DoubleStream.of(multiples).map(g -> Bets.scaled(g, p0)),
                        DoubleStream.of(.5, .9).map(p -> Math.max(p, least)))
                .toArray();
        this.burstProof = burstProof;
    }

    /** The promise to users; bets on a poll's failed fraction, so bursts do not break it. */
    static RateTest guardrail(double slo) {
        return new RateTest(slo, new double[] {2, 5, 20}, true);
    }

    /**
     * The floor under the comparison: it only holds back rollbacks for harm too small to matter, the comparison keeps the
     * false ones rare. So it takes the quickest form.
     */
    static RateTest floor(double floor) {
        return new RateTest(floor, new double[] {2, 5, 20, 100}, false);
    }

    List<Double> start() {
        return Wealth.none(rates.length);
    }

    List<Double> observe(List<Double> wealth, Counts canary, double seconds) {
        return Wealth.times(wealth, i -> factor(canary, rates[i], seconds));
    }

    private double factor(Counts canary, double rate, double seconds) {
        return burstProof
                ? Bets.paced(Bets.rateVote(canary.errors(), canary.requests(), rate, p0), seconds)
                : Bets.rateLikelihoodRatio(canary.errors(), canary.requests(), rate, p0);
    }
}

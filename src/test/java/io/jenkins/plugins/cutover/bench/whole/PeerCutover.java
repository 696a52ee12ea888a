package io.jenkins.plugins.cutover.bench.whole;

import io.jenkins.plugins.cutover.bench.Rule;
import io.jenkins.plugins.cutover.bench.Traffic;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.Side;

/**
 * A cutover that a peer's rule judges: the same shares, one after the other, each for as long as the rule looks at it, at least
 * for the default bake. The rule begins anew at each share, as the peers do. It sees failures, a
 * rule that compares both sides sees nothing at 100 %, and nothing of latency, other
 * endings or events outside of the traffic.
 *
 * @param back whether the rule sent EKS back
 * @param harmed failures of EKS until then
 */
record PeerCutover(boolean back, long harmed) {
    private static final double[] SHARES = {.05, .25, .5, 1};
    private static final double BAKE = 300;

    static PeerCutover of(Rule rule, World world, Draws draws) {
        double seconds = 0;
        long harmed = 0;
        for (double share : SHARES) {
            Rule.Run run =
                    rule.start(new Traffic.Load(Math.max(1, world.rate(new Moment(seconds, 0, share, -1))), share, 1));
            boolean blind = share == 1 && rule.comparesSides();
            for (int i = 1; i <= Math.max(BAKE, rule.duration()); i++) {
                Moment moment = new Moment(seconds++, i - 1, share, share < 1 ? -1 : i - 1);
                Pair second = second(world, draws, moment);
                harmed += second.canary().errors();
                if (!blind && i <= rule.duration() && run.rollsBack(Poll.of(i, second))) {
                    return new PeerCutover(true, harmed);
                }
            }
        }
        return new PeerCutover(false, harmed);
    }

    private static Pair second(World world, Draws draws, Moment m) {
        long all = draws.poisson(world.rate(m));
        long eks = draws.binomial(all, m.share());
        long failed = draws.binomial(eks, world.failing(Side.EKS, m));
        return Pair.of(eks, failed, all - eks, draws.binomial(all - eks, world.failing(Side.MESOS, m)));
    }
}

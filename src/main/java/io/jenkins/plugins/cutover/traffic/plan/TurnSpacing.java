package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.model.Share;
import java.util.Arrays;

/**
 * How a small share is divided among the EKS servers, so that their turns are not all at the same time.
 *
 * <p>HAProxy's {@code roundrobin} gives a server whose weight rises from 0 its first turn {@code R / w} requests later, and
 * then one each {@code W / w} requests; W is the sum of all weights, w the server's, and R between W and W plus the sum
 * before the change ({@code fwrr_set_server_status_up} in HAProxy's lb_fwrr.c; the order of real processes was measured to
 * be this one on 2.2, 2.6 and 3.0). So n EKS servers that are given equal weights together take their turns together: at
 * share s nothing reaches EKS for n/s to 2n/s requests, then n requests do, and so on. At 1 % with 4 servers that is a gap
 * of 400 requests on each instance.
 *
 * <p>Therefore one server gets a larger part where equal weights would leave such gaps, and the others divide the rest. Its
 * own turns are at most {@link #GAP} requests apart, or {@link #STRETCH} times {@code 1/s} where that is more.
 */
final class TurnSpacing {
    /** The largest gap between two turns of EKS, in requests to one instance. The pod with the larger part gets at most 1/40 of it all. */
    private static final double GAP = 40;
    /** Of the least gap possible, 1/s. The rest, a third of the share, is for the other servers. */
    private static final double STRETCH = 1.5;

    private static final int WHOLE = 1000;
    private static final double UNEQUAL_COST = .1;

    private TurnSpacing() {}

    /** Requests between two turns of EKS at one instance, not counting rounding and the change of windows, which double it. */
    static double gap(Share share, int servers) {
        double equal = servers / share.fraction();
        return Math.min(equal, Math.max(Math.max(GAP, servers), STRETCH / share.fraction()));
    }

    /**
     * @param share more than 0 %
     * @param servers 1 or more
     * @return what each server gets, as proportions; all alike where equal weights leave no large gap
     */
    static int[] proportions(Share share, int servers) {
        int[] proportions = new int[servers];
        double gap = gap(share, servers);
        double first = 1 / share.fraction() / gap;
        if (first * servers <= 1 + 1e-9) {
            Arrays.fill(proportions, 1);
            return proportions;
        }
        Arrays.fill(proportions, (int) Math.max(1, Math.round((1 - first) / (servers - 1) * WHOLE)));
        proportions[0] = (int) Math.round(first * WHOLE);
        return proportions;
    }

    /**
     * What weights cost that deviate from the proportions. Where one server gets a larger part, its size matters little,
     * and the share must not become less exact for it.
     */
    static double cost(int[] weights, int[] proportions) {
        boolean alike = proportions[0] == proportions[proportions.length - 1];
        return WeightRounding.deviation(weights, proportions) * (alike ? 1 : UNEQUAL_COST);
    }
}

package io.jenkins.plugins.cutover.operation.plan;

import io.jenkins.plugins.cutover.model.Phase;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.VerifySpec;
import io.jenkins.plugins.cutover.traffic.plan.WeightPlan;
import java.time.Duration;

/**
 * From which rate on a share can be judged. A service with less traffic needs a larger share or a longer
 * {@code verify.max}.
 *
 * @param percent the share
 * @param perSecond requests to both sides, so that {@code minRequests} reach EKS within the phase's longest time, and its
 *     first one within {@code blindAfter}
 * @param eksRequests what the phase needs, {@code minRequests}
 * @param within seconds, the longest time of the phase before it is extended
 * @param firstAfter requests to the whole fleet after which EKS has had its first one at the latest
 */
public record NeededRate(String percent, double perSecond, long eksRequests, double within, long firstAfter) {

    /** @param pods of the service on EKS, 1 or more */
    static NeededRate of(ServiceSpec spec, Phase phase, int pods) {
        VerifySpec verify = spec.verify();
        double within = Math.max(seconds(verify.max()), seconds(phase.bake()));
        long first = spec.haproxy().instances().size() * WeightPlan.requestsUntilEks(phase.share(), pods);
        double enough = verify.minRequests() / (phase.share().fraction() * within);
        double seen = first / seconds(verify.blindAfter());
        return new NeededRate(
                phase.share().toString(), roundedUp(Math.max(enough, seen)), verify.minRequests(), within, first);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static double roundedUp(double rate) {
        double parts = rate < 10 ? 10 : 1;
        return Math.ceil(rate * parts) / parts;
    }
}

package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.TrafficSample;
import java.util.List;

/**
 * How many requests there were.
 *
 * @param total all of them
 * @param failed of these, without a good answer
 * @param mesos answered by Mesos
 * @param eks answered by EKS
 */
public record RequestTotals(long total, long failed, long mesos, long eks) {

    static RequestTotals of(List<TrafficSample> samples) {
        long mesos = samples.stream().mapToLong(TrafficSample::mesosRequests).sum();
        long eks = samples.stream().mapToLong(TrafficSample::eksRequests).sum();
        long failed =
                samples.stream().mapToLong(s -> s.mesosErrors() + s.eksErrors()).sum();
        return new RequestTotals(mesos + eks, failed, mesos, eks);
    }
}

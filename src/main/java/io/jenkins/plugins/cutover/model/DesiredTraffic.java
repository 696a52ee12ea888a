package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every HAProxy instance in front of a service must be set to. It is kept in the record and put right again
 * whenever an instance is found to differ (drift: a reload, a restart, a hand-made change).
 *
 * @param share the part of the requests that goes to EKS
 * @param eks where EKS answers, sorted; they are put into the backend's EKS servers
 * @param mesosWeights the weight (0 to 256) of each Mesos server before the cutover, by server name: their
 *     proportions are kept while traffic moves and they come back exactly at share 0
 */
public record DesiredTraffic(Share share, List<Endpoint> eks, Map<String, Integer> mesosWeights)
        implements Serializable {
    public DesiredTraffic {
        eks = eks.stream().sorted().distinct().toList();
        mesosWeights = new TreeMap<>(mesosWeights);
    }

    public DesiredTraffic withShare(Share newShare) {
        return new DesiredTraffic(newShare, eks, mesosWeights);
    }

    public DesiredTraffic withEks(List<Endpoint> endpoints) {
        return new DesiredTraffic(share, endpoints, mesosWeights);
    }
}

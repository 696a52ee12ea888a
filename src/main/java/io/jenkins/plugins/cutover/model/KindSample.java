package io.jenkins.plugins.cutover.model;

import java.io.Serializable;

/**
 * Requests of one kind between two polls; the requests that they are a part of are those of the {@link TrafficSample}.
 *
 * @param kind how they ended
 * @param eks of the requests to EKS
 * @param mesos of the requests to Mesos
 */
public record KindSample(HarmKind kind, long eks, long mesos) implements Serializable {
    KindSample plus(KindSample other) {
        return new KindSample(kind, eks + other.eks, mesos + other.mesos);
    }
}

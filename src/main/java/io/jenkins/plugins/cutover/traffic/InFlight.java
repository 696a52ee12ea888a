package io.jenkins.plugins.cutover.traffic;

import java.io.Serializable;

/**
 * Requests that a server has not answered completely, or that wait for one: {@code scur + qcur}.
 *
 * @param mesos of the Mesos servers
 * @param eks of the EKS servers
 */
public record InFlight(long mesos, long eks) implements Serializable {
    /** No requests. */
    public static final InFlight NONE = new InFlight(0, 0);

    /** The sum of both. */
    public InFlight plus(InFlight other) {
        return new InFlight(mesos + other.mesos, eks + other.eks);
    }

    /** The difference; negative where requests ended. */
    public InFlight minus(InFlight other) {
        return new InFlight(mesos - other.mesos, eks - other.eks);
    }
}

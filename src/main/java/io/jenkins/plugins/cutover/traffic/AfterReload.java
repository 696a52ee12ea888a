package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import java.util.Objects;

/**
 * How the traffic would be divided if HAProxy read its file again now and no state file brought back what was set at run
 * time: by the initial weights ({@code srv_iweight} of {@code show servers state}), which are the file's.
 */
public final class AfterReload {
    /** No server has a weight in the file: every request would find none. */
    public static final int NOTHING = -1;

    private AfterReload() {}

    /** The worst of the instances that answered, as {@link #mesos(Reachable)}; null when none is known. */
    public static Integer mesos(FleetReading fleet) {
        return fleet.reachable().stream()
                .map(AfterReload::mesos)
                .filter(Objects::nonNull)
                .reduce(AfterReload::worse)
                .orElse(null);
    }

    private static int worse(int one, int other) {
        return one == NOTHING || other == NOTHING ? NOTHING : Math.max(one, other);
    }

    /**
     * How many of 10,000 requests Mesos would get. An EKS server counts only if the file has its address: an empty server
     * has a name below {@code .invalid}.
     *
     * @return {@link #NOTHING}, or null where a map in a file decides
     */
    public static Integer mesos(Reachable instance) {
        if (instance.mapShare() >= 0) {
            return null;
        }
        long mesos = instance.servers(Side.MESOS).stream()
                .mapToLong(ServerReading::initialWeight)
                .sum();
        long eks = instance.servers(Side.EKS).stream()
                .filter(s -> s.namedAddress().isEmpty() || s.resolved())
                .mapToLong(ServerReading::initialWeight)
                .sum();
        return mesos + eks == 0
                ? Integer.valueOf(NOTHING)
                : Integer.valueOf((int) Math.round(mesos * (double) Share.ALL.basisPoints() / (mesos + eks)));
    }

    /** One sentence without a full stop: {@code a reload would send 100% to Mesos}. */
    public static String text(int mesos) {
        return mesos == NOTHING
                ? "a reload would leave no server with a weight"
                : "a reload would send " + new Share(mesos) + " to Mesos";
    }
}

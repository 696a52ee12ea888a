package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Poll.AverageLatency;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.util.List;
import java.util.Optional;

/** HAProxy's own mean response times (rtime): weak evidence, but available without configuration. */
final class MeanTimes {
    /** HAProxy rounds to whole milliseconds; EKS gets the benefit of the doubt. */
    private static final double ROUNDING = 1;

    private MeanTimes() {}

    /** @return empty when a side has no server with traffic */
    static Optional<AverageLatency> of(FleetReading fleet) {
        List<ServerReading> eks = serving(fleet, Side.EKS);
        List<ServerReading> mesos = serving(fleet, Side.MESOS);
        return eks.isEmpty() || mesos.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new AverageLatency(Math.max(0, mean(eks) - ROUNDING), mean(mesos), window(eks), window(mesos)));
    }

    private static List<ServerReading> serving(FleetReading fleet, Side side) {
        return fleet.reachable().stream()
                .flatMap(i -> i.servers(side).stream())
                .filter(s -> s.up() && s.weight() > 0)
                .toList();
    }

    private static double mean(List<ServerReading> servers) {
        double weights = servers.stream().mapToInt(ServerReading::weight).sum();
        return servers.stream()
                        .mapToDouble(s -> (double) s.weight() * s.responseMillis())
                        .sum()
                / weights;
    }

    private static long window(List<ServerReading> servers) {
        return servers.size() * AverageLatency.OF_A_SERVER;
    }
}

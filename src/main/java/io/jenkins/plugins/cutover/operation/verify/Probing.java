package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.http.ProbeSender;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.model.ProbeSpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends the product's own requests to both sides in turn, straight to the servers that HAProxy has for them. Each poll
 * collects what ended since the last one and sends what is due; nothing waits for an answer.
 */
final class Probing {
    /** After a pause no more is sent than is due in this time. */
    private static final Duration MOST_AT_ONCE = Duration.ofSeconds(3);

    private final Clock clock;
    private final ProbeSender sender;
    private final Map<Side, ProbeTally> tallies = Map.of(Side.EKS, new ProbeTally(), Side.MESOS, new ProbeTally());
    private final Map<String, Double> owed = new TreeMap<>();
    private final Map<Side, Integer> turns = new TreeMap<>();
    private Instant sentAt;

    Probing(Clock clock, ProbeSender sender) {
        this.clock = clock;
        this.sender = sender;
    }

    /**
     * One round.
     *
     * @param eks addresses of its servers that are up
     * @param mesos the same of Mesos
     * @param send whether new ones may be sent; without both sides up none are
     * @return those that ended and count since the last round
     */
    Pair round(List<String> eks, List<String> mesos, List<ProbeSpec> probes, boolean send) {
        Instant now = clock.instant();
        if (send && !eks.isEmpty() && !mesos.isEmpty()) {
            Duration since = sentAt == null ? Duration.ZERO : Duration.between(sentAt, now);
            double seconds = JudgeSettingsMapper.seconds(
                    since.isNegative() ? Duration.ZERO : since.compareTo(MOST_AT_ONCE) > 0 ? MOST_AT_ONCE : since);
            sentAt = now;
            probes.forEach(probe -> due(probe, seconds, eks, mesos));
        }
        return new Pair(tallies.get(Side.EKS).taken(), tallies.get(Side.MESOS).taken());
    }

    /** Pairs, so that both sides get the same ones at the same time. */
    private void due(ProbeSpec probe, double seconds, List<String> eks, List<String> mesos) {
        double pairs = owed.getOrDefault(probe.toString(), 0.0) + probe.rate() * seconds / 2;
        int whole = (int) pairs;
        for (int i = 0; i < whole; i++) {
            send(probe, Side.EKS, eks);
            send(probe, Side.MESOS, mesos);
        }
        owed.put(probe.toString(), pairs - whole);
    }

    private void send(ProbeSpec probe, Side side, List<String> servers) {
        int turn = turns.merge(side, 1, Integer::sum);
        ProbeTally tally = tallies.get(side);
        sender.send(probe, servers.get(Math.floorMod(turn, servers.size())))
                .thenAccept(result -> tally.ended(probe, result, clock.instant()));
    }

    /** The addresses of the servers that get requests, as HAProxy has them. */
    static List<String> up(FleetReading fleet, Side side) {
        return fleet.reachable().stream()
                .flatMap(i -> i.servers(side).stream())
                .filter(ServerReading::up)
                .map(ServerReading::address)
                .distinct()
                .sorted()
                .toList();
    }
}

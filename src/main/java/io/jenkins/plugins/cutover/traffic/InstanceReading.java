package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** What one instance answered, or why it did not answer. */
public sealed interface InstanceReading extends Serializable {
    InstanceAddress instance();

    /**
     * It answered.
     *
     * @param identity changes when the process does
     * @param version for example {@code 2.6.12-1+deb12u4}
     * @param uptime since the process started
     * @param algorithm the backend's: {@code roundrobin}, ...
     * @param mode {@code http} or {@code tcp}
     * @param servers all servers of the backend, or of both backends, in the file's order
     * @param newServerPath path of a server that can be added at run time, {@code %d} for its number; empty where this
     *     version of HAProxy does not support it or the name would not match the pattern
     * @param unserved requests since the process started that found no server: HAProxy itself answered them with 503
     * @param mapShare how many of 10,000 requests the map gives EKS; -1 where weights set the share
     */
    record Reachable(
            InstanceAddress instance,
            Identity identity,
            String version,
            Duration uptime,
            String algorithm,
            String mode,
            List<ServerReading> servers,
            String newServerPath,
            long unserved,
            int mapShare)
            implements InstanceReading {
        /** A lost question is asked again after a second (the default), and two health checks of 2 s must pass. */
        private static final Duration RESOLVED_AFTER = Duration.ofSeconds(5);

        public Reachable {
            servers = List.copyOf(servers);
        }

        /** The servers of a side. */
        public List<ServerReading> servers(Side side) {
            return servers.stream().filter(s -> s.side() == side).toList();
        }

        /** The counters of a side, since the process started. */
        public Counters counters(Side side) {
            return servers(side).stream().map(ServerReading::counters).reduce(Counters.ZERO, Counters::plus);
        }

        /** Requests open now on a side. */
        public long sessions(Side side) {
            return servers(side).stream().mapToLong(ServerReading::sessions).sum();
        }

        /** Requests that no server has answered completely yet. */
        public InFlight inFlight() {
            return new InFlight(inFlight(Side.MESOS), inFlight(Side.EKS));
        }

        private long inFlight(Side side) {
            return servers(side).stream()
                    .mapToLong(s -> s.sessions() + s.queued())
                    .sum();
        }

        /** The mean total time of a side in milliseconds over the last 1,024 requests of each server, weighted by requests. */
        public double averageMillis(Side side) {
            double sum = 0;
            double requests = 0;
            for (ServerReading s : servers(side)) {
                sum += (double) s.counters().requests() * s.totalMillis();
                requests += s.counters().requests();
            }
            return requests == 0 ? 0 : sum / requests;
        }

        /** The share that the map or the weights of the servers that are up give EKS; {@link Share#NONE} when none is up. */
        public Share share() {
            return mapShare >= 0 ? new Share(mapShare) : Share.ofFraction(eksFraction());
        }

        /** As {@link #share}, 0 to 1 and not rounded. */
        double eksFraction() {
            if (mapShare >= 0) {
                return new Share(mapShare).fraction();
            }
            double eks = weightOfUp(Side.EKS);
            double all = eks + weightOfUp(Side.MESOS);
            return all == 0 ? 0 : eks / all;
        }

        /** Whether a cookie keeps users on their server regardless of its weight. */
        public boolean persistent() {
            return servers.stream().anyMatch(s -> !s.cookie().isEmpty());
        }

        /**
         * Whether its process is so new that the name server and the first health checks may not have answered yet: no
         * EKS server is up, and the file has ones that HAProxy resolves.
         */
        public boolean resolving() {
            List<ServerReading> eks = servers(Side.EKS);
            return uptime.compareTo(RESOLVED_AFTER) < 0
                    && eks.stream().anyMatch(ServerReading::resolved)
                    && eks.stream().noneMatch(ServerReading::up);
        }

        private long weightOfUp(Side side) {
            return servers(side).stream()
                    .filter(ServerReading::up)
                    .mapToLong(ServerReading::weight)
                    .sum();
        }
    }

    /** It did not answer, or not with what is needed. @param reason one line: refused, timed out, no such backend, ... */
    record Unreachable(InstanceAddress instance, String reason) implements InstanceReading {}
}

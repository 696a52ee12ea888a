package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.dialogue.RuntimeCommands;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which EKS servers get which addresses. A server that has one of the endpoints keeps it; an endpoint without a server
 * gets a free one, or one whose own endpoint is gone. A server is given another address only in maintenance and with
 * weight 0, where servers are too few new ones are added, and the last server that serves anybody is not emptied before another one, of either side, serves.
 *
 * @param commands none when all is right
 * @param problem what cannot be done, one line; empty when nothing
 */
public record SlotPlan(List<String> commands, String problem) {
    /**
     * An empty place. The name that nobody has is there because only named servers get their address back from the
     * state file after a reload; one with an address in the file gets the old port on the file's address.
     */
    private static final String PLACE = "eks.invalid:1 init-addr last,127.0.0.1 check disabled weight 0";

    public static SlotPlan of(Reachable instance, Set<Endpoint> endpoints) {
        return endpoints.isEmpty() ? new SlotPlan(List.of(), "") : new Making(instance, endpoints).plan();
    }

    public static String tooFew(int servers, int endpoints) {
        return servers + " EKS servers are too few for " + endpoints + " endpoints; the backend needs a line like"
                + " \"server-template eks 1-" + endpoints + " " + PLACE + "\"";
    }

    private static final class Making {
        private final List<String> commands = new ArrayList<>();
        private final Deque<Endpoint> homeless = new ArrayDeque<>();
        private final List<String> names = new ArrayList<>();
        private final int endpoints;
        private final Reachable instance;
        private final List<ServerReading> mesos;
        private final List<ServerReading> kept = new ArrayList<>();
        private final List<ServerReading> spare = new ArrayList<>();

        Making(Reachable instance, Set<Endpoint> endpoints) {
            this.endpoints = endpoints.size();
            this.instance = instance;
            this.mesos = instance.servers(Side.MESOS);
            Set<Endpoint> wanted = new TreeSet<>(endpoints);
            for (ServerReading server : instance.servers(Side.EKS)) {
                // Several servers may share one name, each with another of its addresses.
                boolean shares = endpoints.stream().anyMatch(e -> e.toString().equals(server.named()));
                (wanted.removeIf(server::holds) || shares ? kept : spare).add(server);
            }
            wanted.forEach(this::place);
            spare.sort(Comparator.comparing(Making::serves).thenComparing(s -> !s.maintenance()));
        }

        private void place(Endpoint endpoint) {
            if (isNumeric(endpoint.host())) {
                homeless.add(endpoint);
            } else {
                names.add(endpoint.toString());
            }
        }

        SlotPlan plan() {
            for (ServerReading server : kept) {
                if (server.maintenance()) {
                    // It would be called up, and get requests, before its first check.
                    commands.add(RuntimeCommands.weight(server, 0));
                    commands.add(RuntimeCommands.ready(server));
                }
            }
            boolean another = Stream.concat(kept.stream(), mesos.stream()).anyMatch(Making::serves);
            long serving = spare.stream().filter(Making::serves).count();
            for (ServerReading server : spare) {
                boolean last = serves(server) && !another && serving == 1;
                if (!last) {
                    serving -= serves(server) ? 1 : 0;
                    refill(server);
                }
            }
            int servers = kept.size() + spare.size();
            if (servers < endpoints && !instance.newServer().isEmpty()) {
                add(endpoints - servers);
            }
            return new SlotPlan(commands, problem());
        }

        private void refill(ServerReading server) {
            if (!server.maintenance() || server.weight() > 0) {
                commands.add(RuntimeCommands.weight(server, 0));
                commands.add(RuntimeCommands.maintenance(server));
            }
            if (!homeless.isEmpty()) {
                Endpoint endpoint = homeless.remove();
                commands.add(RuntimeCommands.address(server, endpoint));
                commands.add(RuntimeCommands.ready(server));
            }
        }

        private void add(int missing) {
            Set<String> taken = new HashSet<>();
            instance.servers().forEach(s -> taken.add(s.backend() + "/" + s.name()));
            for (int n = 1, added = 0; added < missing && !homeless.isEmpty(); n++) {
                String path = instance.newServer().formatted(n);
                if (!taken.contains(path)) {
                    commands.addAll(RuntimeCommands.add(
                            path, homeless.remove(), instance.mode().equals("http")));
                    added++;
                }
            }
        }

        private String problem() {
            if (!names.isEmpty()) {
                return "no server holds " + String.join(", ", names)
                        + "; a name belongs in the file: \"server eks1 NAME:PORT resolvers ... check weight 0\"";
            }
            int servers = kept.size() + spare.size();
            return servers >= endpoints || !instance.newServer().isEmpty() ? "" : tooFew(servers, endpoints);
        }

        /** {@code set server addr} takes nothing else. */
        private static boolean isNumeric(String host) {
            return host.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        }

        private static boolean serves(ServerReading server) {
            return server.up() && server.weight() > 0;
        }
    }
}

package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.runtime.RuntimeCommands;
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
 * Which EKS server gets which endpoint. A server that holds a desired endpoint keeps it. An endpoint without a server gets
 * a free one, or one whose endpoint is no longer desired. The address of a server changes only in maintenance and with
 * weight 0. When there are too few servers, new ones are added at run time. The last server with traffic is not
 * reassigned before another one, of either side, has traffic.
 *
 * @param commands empty when every endpoint has a server
 * @param problem what cannot be done, one line; empty when there is no problem
 */
public record SlotPlan(List<String> commands, String problem) {
    /**
     * A slot without an endpoint. It has a name that does not resolve, because HAProxy restores an address from the state
     * file only for servers with a name; one with an address in the file gets the old port on the file's address.
     */
    private static final String EMPTY_SLOT = "eks.invalid:1 init-addr last,127.0.0.1 check disabled weight 0";

    /**
     * Where the configuration file has the servers in a form that lasts, HAProxy resolves their addresses itself.
     *
     * @param endpoints empty when the addresses are not to be changed
     */
    public static SlotPlan of(Reachable instance, Set<Endpoint> endpoints) {
        boolean resolved = instance.servers(Side.EKS).stream().anyMatch(ServerReading::resolved);
        return endpoints.isEmpty() || resolved ? new SlotPlan(List.of(), "") : new Builder(instance, endpoints).plan();
    }

    /** The problem of too few EKS servers, with the line to add to the file. */
    public static String tooFew(int servers, int endpoints) {
        return servers + " EKS servers are too few for " + endpoints + " endpoints; the backend needs a line like"
                + " \"server-template eks 1-" + endpoints + " " + EMPTY_SLOT + "\"";
    }

    private static final class Builder {
        private final List<String> commands = new ArrayList<>();
        private final Deque<Endpoint> unassigned = new ArrayDeque<>();
        private final List<String> hostNames = new ArrayList<>();
        private final int endpoints;
        private final Reachable instance;
        private final List<ServerReading> mesos;
        private final List<ServerReading> kept = new ArrayList<>();
        private final List<ServerReading> spare = new ArrayList<>();

        Builder(Reachable instance, Set<Endpoint> endpoints) {
            this.endpoints = endpoints.size();
            this.instance = instance;
            this.mesos = instance.servers(Side.MESOS);
            Set<Endpoint> wanted = new TreeSet<>(endpoints);
            for (ServerReading server : instance.servers(Side.EKS)) {
                // Several servers may share one name, each with one of its addresses.
                boolean sharesName =
                        endpoints.stream().anyMatch(e -> e.toString().equals(server.namedAddress()));
                (wanted.removeIf(server::holds) || sharesName ? kept : spare).add(server);
            }
            wanted.forEach(this::toAssign);
            spare.sort(Comparator.comparing(Builder::serves).thenComparing(s -> !s.maintenance()));
        }

        private void toAssign(Endpoint endpoint) {
            if (isNumeric(endpoint.host())) {
                unassigned.add(endpoint);
            } else {
                hostNames.add(endpoint.toString());
            }
        }

        SlotPlan plan() {
            for (ServerReading server : kept) {
                if (server.maintenance()) {
                    // HAProxy reports it as up at once; without weight 0 it would get requests before its first check.
                    commands.add(RuntimeCommands.weight(server.path(), 0));
                    commands.add(RuntimeCommands.ready(server.path()));
                }
            }
            boolean otherServing = Stream.concat(kept.stream(), mesos.stream()).anyMatch(Builder::serves);
            long serving = spare.stream().filter(Builder::serves).count();
            for (ServerReading server : spare) {
                boolean lastServing = serves(server) && !otherServing && serving == 1;
                if (!lastServing) {
                    serving -= serves(server) ? 1 : 0;
                    reassign(server);
                }
            }
            int servers = kept.size() + spare.size();
            if (servers < endpoints && !instance.newServerPath().isEmpty()) {
                add(endpoints - servers);
            }
            return new SlotPlan(commands, problem());
        }

        private void reassign(ServerReading server) {
            if (!server.maintenance() || server.weight() > 0) {
                commands.add(RuntimeCommands.weight(server.path(), 0));
                commands.add(RuntimeCommands.maintenance(server.path()));
            }
            if (!unassigned.isEmpty()) {
                Endpoint endpoint = unassigned.remove();
                commands.add(RuntimeCommands.address(server.path(), endpoint));
                commands.add(RuntimeCommands.ready(server.path()));
            }
        }

        private void add(int missing) {
            Set<String> taken = new HashSet<>();
            instance.servers().forEach(s -> taken.add(s.path()));
            for (int n = 1, added = 0; added < missing && !unassigned.isEmpty(); n++) {
                String path = instance.newServerPath().formatted(n);
                if (!taken.contains(path)) {
                    commands.addAll(RuntimeCommands.add(
                            path, unassigned.remove(), instance.mode().equals("http")));
                    added++;
                }
            }
        }

        private String problem() {
            if (!hostNames.isEmpty()) {
                return "no server holds " + String.join(", ", hostNames)
                        + "; a name belongs in the file: \"server eks1 NAME:PORT resolvers ... check weight 0\"";
            }
            int servers = kept.size() + spare.size();
            return servers >= endpoints || !instance.newServerPath().isEmpty() ? "" : tooFew(servers, endpoints);
        }

        /** {@code set server addr} accepts IP addresses only. */
        private static boolean isNumeric(String host) {
            return host.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        }

        private static boolean serves(ServerReading server) {
            return server.up() && server.weight() > 0;
        }
    }
}

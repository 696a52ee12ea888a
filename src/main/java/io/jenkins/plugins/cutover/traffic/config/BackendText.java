package io.jenkins.plugins.cutover.traffic.config;

import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.util.ArrayList;
import java.util.List;

/**
 * The server lines of an instance without its file. The Runtime API shows names, addresses and whether a server has a
 * check; other settings of the lines are not known and must be carried over.
 */
public final class BackendText {
    private BackendText() {}

    /** The lines, each ended by a line break. */
    public static String of(Reachable instance, EndState state) {
        List<String> lines = new ArrayList<>(List.of("backend " + state.spec().backend(), state.mesosComment()));
        if (!state.withoutMesos()) {
            instance.servers(Side.MESOS)
                    .forEach(s -> lines.add("    server " + s.name() + " " + address(s) + check(s) + " weight 0"));
        }
        if (state.spec().split() != null) {
            lines.add("backend " + state.eksBackend());
        }
        lines.add(state.eksComment());
        lines.addAll(EksLines.of(state, List.of(), servers(instance), options(instance)));
        return String.join("\n", lines) + "\n";
    }

    /** How many EKS servers an instance has, at least 1. */
    public static int servers(Reachable instance) {
        return Math.max(1, instance.servers(Side.EKS).size());
    }

    private static String options(Reachable instance) {
        List<ServerReading> eks = instance.servers(Side.EKS);
        return eks.isEmpty() || eks.stream().anyMatch(ServerReading::checked) ? "check" : "";
    }

    private static String address(ServerReading server) {
        return server.namedAddress().isEmpty() ? server.address() : server.namedAddress();
    }

    private static String check(ServerReading server) {
        return server.checked() ? " check" : "";
    }
}

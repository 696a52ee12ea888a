package io.jenkins.plugins.cutover.operation.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many pods carry the load of Mesos, for manifests without a replica count. The measure is the load of one Mesos
 * instance: the requests of all instances divided by those of the busiest one, times the CPUs of an instance divided by
 * those that a pod requests.
 */
final class ReplicaEstimate {
    /** Fewer requests do not show the distribution of the load. */
    private static final long ENOUGH_REQUESTS = 1000;
    /** Marathon's own default. */
    private static final double DEFAULT_CPUS = 1;

    private final SystemClients clients;
    private final ServiceSpec spec;

    ReplicaEstimate(SystemClients clients, ServiceSpec spec) {
        this.clients = clients;
        this.spec = spec;
    }

    /** @param why the reason for the default, to append to a sentence; empty when the number was given or is live */
    record Sized(Manifests manifests, String why) {}

    /** The manifests with the settings of the spec. Without replicas in both: those that run now, or else the estimate. */
    Sized of(Manifests given, JsonNode app, Eks eks) {
        Manifests manifests = given.with(spec.eks());
        if (stated(manifests).isPresent()) {
            return new Sized(manifests, "");
        }
        int live = eks.replicas();
        if (live > 0) {
            return new Sized(manifests.scaled(name(), live), "");
        }
        double busy = busyInstances(clients.router(spec.haproxy()).read(), app);
        int replicas = forInstances(busy, app, manifests);
        return new Sized(
                manifests.scaled(name(), replicas),
                String.format(
                        java.util.Locale.ROOT,
                        "; %d replicas, since Mesos carries its traffic with the load of %.1f instances of %s cpus and"
                                + " a pod asks for %s",
                        replicas,
                        busy,
                        number(cpus(app)),
                        number(manifests.cpus(name()).orElse(cpus(app)))));
    }

    /** Pods to prepare HAProxy for. */
    int expected(Manifests manifests, JsonNode app) {
        return stated(manifests)
                .orElseGet(() -> forInstances(
                        busyInstances(clients.router(spec.haproxy()).read(), app), app, manifests));
    }

    /** Fewer pods than Mesos has instances may be right, but should not be an oversight. */
    List<Finding> findings(Manifests manifests, JsonNode app) {
        int needed = forInstances(app.path("instances").asInt(1), app, manifests);
        return stated(manifests)
                .filter(replicas -> replicas < needed)
                .map(replicas -> Finding.warning(
                        "manifests",
                        replicas + " replicas of "
                                + number(manifests.cpus(name()).orElse(cpus(app)))
                                + " cpus replace " + app.path("instances").asInt(1) + " Mesos instances of "
                                + number(cpus(app)) + "; " + needed + " would have as many cpus"))
                .stream()
                .toList();
    }

    private Optional<Integer> stated(Manifests manifests) {
        return manifests.replicas(name());
    }

    private String name() {
        return spec.eks().deployment();
    }

    private int forInstances(double instances, JsonNode app, Manifests manifests) {
        double ratio = cpus(app) / manifests.cpus(name()).orElse(cpus(app));
        return (int) Math.max(1, Math.ceil(instances * ratio - 1e-9));
    }

    private static double busyInstances(FleetReading fleet, JsonNode app) {
        Map<String, Long> requests = new TreeMap<>();
        fleet.reachable().forEach(instance -> instance.servers(Side.MESOS)
                .forEach((ServerReading server) ->
                        requests.merge(server.name(), server.counters().requests(), Long::sum)));
        long all = requests.values().stream().mapToLong(Long::longValue).sum();
        long most = requests.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return all < ENOUGH_REQUESTS ? app.path("instances").asInt(1) : (double) all / most;
    }

    private static double cpus(JsonNode app) {
        double cpus = app.path("cpus").asDouble(DEFAULT_CPUS);
        return cpus > 0 ? cpus : DEFAULT_CPUS;
    }

    private static String number(double value) {
        return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}

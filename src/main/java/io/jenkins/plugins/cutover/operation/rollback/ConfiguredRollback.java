package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading;
import io.jenkins.plugins.cutover.traffic.Router;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends a service's traffic to Mesos with nothing but its service file, for when its record is lost or damaged. Every
 * Mesos server gets the weight that HAProxy's configuration gives it (column {@code srv_iweight} of {@code show servers
 * state}), every EKS server gets 0. It reads and writes no record, takes no lock, and leaves Marathon and EKS as they are:
 * without a record their earlier state is unknown.
 */
public final class ConfiguredRollback implements Operation {
    private static final Duration POLL = Duration.ofMillis(500);
    /** A step or a guard that has the record still sets its share again within its next poll, which is at most 5 s later. */
    private static final Duration SETTLED = Duration.ofSeconds(8);

    private static final String CONTESTED = "another process sends traffic to EKS again; stop the service's builds and"
            + " guards, or roll back with their records: --journal";

    /** For a configuration that gives Mesos no weight at all, such as one with the end state of a cutover. */
    private static final int WITHOUT_CONFIGURED = 100;

    private final SystemClients clients;
    private final Clock clock;
    private final ServiceSpec spec;
    private final Duration timeout;
    private boolean onlyIfMesosIsUp;
    private Instant startedAt;
    private Instant backSince;
    private boolean contested;

    /** @param timeout how long this run tries */
    public ConfiguredRollback(SystemClients clients, Clock clock, ServiceSpec spec, Duration timeout) {
        this.clients = clients;
        this.clock = clock;
        this.spec = spec;
        this.timeout = timeout;
    }

    /** For a service whose Mesos was given up: nothing is changed unless each instance sees a Mesos server up. */
    public ConfiguredRollback onlyIfMesosIsUp() {
        onlyIfMesosIsUp = true;
        return this;
    }

    @Override
    public String service() {
        return spec.service();
    }

    @Override
    public String name() {
        return "rollback";
    }

    @Override
    public Tick tick() {
        Instant now = clock.instant();
        startedAt = startedAt == null ? now : startedAt;
        Router router = clients.router(spec.haproxy());
        FleetReading fleet = router.read();
        if (fleet.reachable().isEmpty()) {
            return again(fleet.unreachable().get(0).instance() + ": "
                    + fleet.unreachable().get(0).reason());
        }
        if (onlyIfMesosIsUp) {
            requireMesos(fleet);
        }
        boolean toEks = sendsToEks(fleet);
        contested |= toEks && backSince != null;
        Map<String, Integer> weights = weights(fleet);
        FleetOutcome outcome = router.apply(new DesiredTraffic(Share.NONE, List.of(), weights));
        if (!outcome.confirmed()) {
            backSince = null;
            return again(String.join("; ", outcome.problems()));
        }
        backSince = backSince == null || toEks ? now : backSince;
        if (toEks && contested) {
            return again(CONTESTED);
        }
        return Duration.between(backSince, clock.instant()).compareTo(SETTLED) >= 0
                ? new Tick.Done(result(outcome, weights))
                : new Tick.Again(POLL, service() + ": everything is on Mesos, watching that it stays");
    }

    /** A server without a health check counts as up for HAProxy: then Marathon must have a healthy task. */
    private void requireMesos(FleetReading fleet) {
        for (InstanceReading.Reachable instance : fleet.reachable()) {
            List<ServerReading> up = instance.servers(Side.MESOS).stream()
                    .filter(ServerReading::up)
                    .toList();
            if (up.isEmpty() || up.stream().noneMatch(ServerReading::checked) && !marathonRuns()) {
                throw new InvalidInputException("service: Mesos was given up for " + service()
                        + ", and no Mesos server of "
                        + instance.instance() + " is up; nothing was changed. Start the app in Marathon, take HAProxy's"
                        + " servers out of maintenance (set server BACKEND/NAME state ready), wait until they are up, and"
                        + " run it again");
            }
        }
    }

    private boolean marathonRuns() {
        try {
            return !clients.mesos(spec.marathon()).app().healthyTasks().isEmpty();
        } catch (CutoverException e) {
            return false;
        }
    }

    private static boolean sendsToEks(FleetReading fleet) {
        return fleet.reachable().stream().anyMatch(i -> !i.share().equals(Share.NONE));
    }

    private static Map<String, Integer> weights(FleetReading fleet) {
        Map<String, Integer> weights = new TreeMap<>();
        fleet.reachable()
                .forEach(i -> i.servers(Side.MESOS).forEach(s -> weights.putIfAbsent(s.name(), s.initialWeight())));
        if (weights.values().stream().noneMatch(weight -> weight > 0)) {
            weights.replaceAll((server, none) -> WITHOUT_CONFIGURED);
        }
        return weights;
    }

    private Tick again(String missing) {
        return Duration.between(startedAt, clock.instant()).compareTo(timeout) > 0
                ? new Tick.Failed("not everything is on Mesos yet: " + missing + "; run it again")
                : new Tick.Again(POLL, service() + ": " + missing);
    }

    private Map<String, Object> result(FleetOutcome outcome, Map<String, Integer> weights) {
        Map<String, Object> result = new TreeMap<>();
        result.put("service", service());
        result.put("instances", outcome.instances().size());
        result.put("weights", weights);
        result.put("marathon", marathon());
        return result;
    }

    /** For people: the traffic is back whatever Marathon says. */
    private String marathon() {
        try {
            App app = clients.mesos(spec.marathon()).app();
            return "Marathon runs " + app.instances() + " instances, "
                    + app.healthyTasks().size() + " are healthy; they were not changed";
        } catch (CutoverException e) {
            return e.getMessage();
        }
    }
}

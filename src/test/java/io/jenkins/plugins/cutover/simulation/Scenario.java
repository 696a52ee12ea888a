package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.shift.ShiftOptions;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One service and the plan of its cutover, drawn from a seed.
 *
 * @param weights of the Mesos servers
 * @param shifts how each shift is made; a drain is for the last one, to 100 %
 */
record Scenario(ServiceSpec spec, List<Integer> weights, int replicas, double rate, ShiftOptions shifts) {
    /** For twice the pods that there are: old ones are let go while new ones come. */
    private static final int SLOTS = 6;

    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** Every shift takes so long. */
    Scenario(ServiceSpec spec, List<Integer> weights, int replicas, double rate, Duration over) {
        this(spec, weights, replicas, rate, ShiftOptions.of(over, PATIENCE));
    }

    private static final List<List<String>> PHASES = List.of(
            List.of("5", "25", "50", "100"),
            List.of("100"),
            List.of("10", "100"),
            List.of("1.5", "33.3"),
            List.of("50"));
    private static final List<String> ON_INCONCLUSIVE = List.of("hold", "ask", "rollback", "proceed");

    static Scenario of(String service, Random random, Random apart) {
        List<Integer> weights = new ArrayList<>();
        boolean alike = random.nextBoolean();
        int mesos = 1 + random.nextInt(4);
        for (int i = 0; i < mesos; i++) {
            weights.add(alike ? 100 : 1 + random.nextInt(256));
        }
        double rate = List.of(0.0, 15.0, 120.0, 400.0).get(random.nextInt(4));
        ServiceSpec spec = Specs.of(
                service,
                1 + random.nextInt(3),
                PHASES.get(random.nextInt(PHASES.size())),
                Map.of(
                        "onInconclusive",
                        ON_INCONCLUSIVE.get(random.nextInt(4)),
                        "max",
                        apart.nextInt(8) == 0 ? "60s" : "20s"));
        Duration over = random.nextInt(4) == 0 ? Duration.ofMillis(2500) : Duration.ZERO;
        ShiftOptions at = ShiftOptions.of(over, PATIENCE);
        ShiftOptions shifts = random.nextInt(4) == 0 ? at.draining(Duration.ofSeconds(2), random.nextBoolean()) : at;
        return new Scenario(spec, weights, 1 + random.nextInt(3), rate, shifts);
    }

    /** A third of the fleets have a ring that shows how each request ended. */
    Scenario with(Random outcomes) {
        return outcomes.nextInt(3) == 0 ? new Scenario(Specs.withRing(spec), weights, replicas, rate, shifts) : this;
    }

    ServiceWorld world(SimulatedCutover cutover) {
        ServiceWorld world = new ServiceWorld(cutover.time(), cutover.faults().random(), spec, weights, SLOTS);
        world.clients().rate(rate);
        cutover.add(world);
        return world;
    }

    String service() {
        return spec.service();
    }

    String manifests() {
        return CalmWorld.MANIFESTS.replace("orders", spec.service()).replace("replicas: 2", "replicas: " + replicas);
    }

    ShiftOptions shift(Share to) {
        return to.equals(Share.ALL) ? shifts : ShiftOptions.of(shifts.over(), shifts.timeout());
    }

    List<Share> shares() {
        return spec.phases().stream().map(p -> p.share()).toList();
    }
}

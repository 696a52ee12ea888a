package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.simulation.world.RequestOutcome;
import io.jenkins.plugins.cutover.simulation.world.ServerModel;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Faults of the requests to EKS, and what is normal in the requests to both sides. One fault strikes at a time; each half
 * of the requests that it can reach, unless it is about a part of them.
 */
final class EksTrafficFaults {
    private static final double FRACTION = .5;
    private static final Duration LATE = Duration.ofSeconds(60);
    private static final double LEAK_A_SECOND = .01;
    private static final double OVERLOADED_ABOVE = .2;

    private static final Map<Fault, RequestOutcome> SIMPLE = Map.ofEntries(
            Map.entry(Fault.NOT_FOUND, RequestOutcome.NOT_FOUND),
            Map.entry(Fault.UNAUTHORIZED, RequestOutcome.UNAUTHORIZED),
            Map.entry(Fault.REDIRECT, RequestOutcome.REDIRECTED),
            Map.entry(Fault.EMPTY_BODY, RequestOutcome.EMPTY),
            Map.entry(Fault.SHORT_BODY, RequestOutcome.SHORT),
            Map.entry(Fault.TRUNCATE, RequestOutcome.TRUNCATED),
            Map.entry(Fault.STALL, RequestOutcome.STALLED),
            Map.entry(Fault.HANG, RequestOutcome.HANGING),
            Map.entry(Fault.SLOW_BODY, RequestOutcome.SLOW),
            Map.entry(Fault.SLOW_UPLOAD, RequestOutcome.UPLOAD_STALLED),
            Map.entry(Fault.RESET, RequestOutcome.RESET));

    private static final List<Fault> ALL = List.of(
            Fault.NOT_FOUND,
            Fault.UNAUTHORIZED,
            Fault.REDIRECT,
            Fault.EMPTY_BODY,
            Fault.SHORT_BODY,
            Fault.TRUNCATE,
            Fault.STALL,
            Fault.HANG,
            Fault.SLOW_BODY,
            Fault.SLOW_UPLOAD,
            Fault.RESET,
            Fault.ONE_BAD_POD,
            Fault.LATE,
            Fault.LEAK,
            Fault.OVERLOAD,
            Fault.ONE_BAD_ROUTE);

    private final SimulatedCutover cutover;
    private final ServiceWorld world;
    private final Random random;

    EksTrafficFaults(SimulatedCutover cutover, ServiceWorld world) {
        this.cutover = cutover;
        this.world = world;
        this.random = cutover.faults().outcomes();
    }

    /** Half of the services have a normal small part of redirects, of answers 404, and of clients that give up. */
    void normal() {
        world.clients().outcomes(random);
        if (random.nextBoolean()) {
            world.clients().usually(RequestOutcome.REDIRECTED, .03 * random.nextDouble());
            world.clients().usually(RequestOutcome.NOT_FOUND, .05 * random.nextDouble());
            world.clients().usually(RequestOutcome.GIVEN_UP, .01 * random.nextDouble());
            world.clients().usually(RequestOutcome.STALLED, .005 * random.nextDouble());
        }
    }

    void mayStrike() {
        if (random.nextDouble() < .04 * cutover.faults().strength()) {
            strike(ALL.get(random.nextInt(ALL.size())));
        }
    }

    private void strike(Fault fault) {
        cutover.faults().count(fault);
        cutover.log("world: EKS has the fault " + fault);
        world.clients().repaired();
        RequestOutcome simple = SIMPLE.get(fault);
        if (simple != null) {
            world.clients().fault(simple, (i, s) -> FRACTION);
            return;
        }
        Duration now = cutover.time().elapsed();
        switch (fault) {
            case ONE_BAD_POD -> {
                String pod = aPod();
                world.clients()
                        .fault(RequestOutcome.FAILED, (i, s) -> s.address().equals(pod) ? 1 : 0);
            }
            case LATE ->
                world.clients()
                        .fault(RequestOutcome.FAILED, (i, s) -> since(now).compareTo(LATE) > 0 ? FRACTION : 0);
            case LEAK ->
                world.clients()
                        .fault(
                                RequestOutcome.FAILED,
                                (i, s) -> Math.min(1, LEAK_A_SECOND * since(now).toSeconds()));
            case OVERLOAD ->
                world.clients()
                        .fault(
                                RequestOutcome.FAILED,
                                (i, s) -> i.serving().eksFraction() > OVERLOADED_ABOVE ? FRACTION : 0);
            case ONE_BAD_ROUTE -> world.clients().brokenRoute();
            default -> throw new IllegalArgumentException(fault + " is no fault of the requests to EKS");
        }
    }

    private Duration since(Duration then) {
        return cutover.time().elapsed().minus(then);
    }

    /** Empty when no pod has traffic yet. */
    private String aPod() {
        return world.fleet().get(0).servers().stream()
                .filter(s -> s.side() == Side.EKS && s.up())
                .map(ServerModel::address)
                .findFirst()
                .orElse("");
    }
}

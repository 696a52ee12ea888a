package io.jenkins.plugins.cutover.simulation.world;

import io.jenkins.plugins.cutover.model.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Sends requests at a given rate, spread evenly over the instances; each side answers as configured. */
public final class Clients {
    private final ServiceWorld world;
    private final Random random;
    private final Map<Side, Double> errorRate = new EnumMap<>(Map.of(Side.MESOS, 0.0, Side.EKS, 0.0));
    private final Map<Side, SideTally> tallies =
            new EnumMap<>(Map.of(Side.MESOS, new SideTally(), Side.EKS, new SideTally()));
    private final Map<Side, Double> stubborn = new EnumMap<>(Map.of(Side.MESOS, 1.0, Side.EKS, 1.0));
    private final List<TrafficFault> usualOutcomes = new ArrayList<>();
    private final List<TrafficFault> faults = new ArrayList<>();
    private final boolean ring;
    /** Apart from {@link #random}, so that old seeds keep their runs. */
    private Random outcomes = new Random(0);

    private double perSecond = 100;
    private double usual;
    private double countedUntil;
    private long unserved;

    Clients(ServiceWorld world, Random random) {
        this.world = world;
        this.random = random;
        this.ring = !world.spec().haproxy().latencyRing().isEmpty();
    }

    /** Requests a second over the whole fleet. */
    public void rate(double requests) {
        flow();
        perSecond = requests;
        usual = Math.max(usual, requests);
    }

    /** The highest rate there was. */
    public double usualRate() {
        return usual;
    }

    public double rate() {
        return perSecond;
    }

    /** @param fraction of a side's answers that are failures */
    public void errors(Side side, double fraction) {
        flow();
        errorRate.put(side, fraction);
    }

    /** Of both sides: the normal small part of requests that end in other ways. */
    public void usually(RequestOutcome outcome, double fraction) {
        usualOutcomes.add(new TrafficFault(outcome, (i, s) -> fraction, null));
    }

    /** The random numbers for outcomes. */
    public void outcomes(Random numbers) {
        outcomes = numbers;
    }

    /** A fault of EKS that harms this part of the requests, as it is now. */
    public void fault(RequestOutcome outcome, TrafficFault.Part part) {
        flow();
        faults.add(new TrafficFault(outcome, part, null));
    }

    /** A fault of EKS that harms every request of one route, a twentieth of the traffic. */
    public void brokenRoute() {
        flow();
        faults.add(new TrafficFault(RequestOutcome.FAILED, (i, s) -> Route.EXPORT.part(), Route.EXPORT));
    }

    /** No faults but {@link #errors}. */
    public void repaired() {
        flow();
        faults.clear();
    }

    /** Multiplies the traffic of a side beyond its weights, as sticky sessions do. */
    public void stubborn(Side side, double times) {
        stubborn.put(side, times);
    }

    public double errors(Side side) {
        return errorRate.get(side);
    }

    /** Sent to a side since the beginning. */
    public long served(Side side) {
        return tallies.get(side).all();
    }

    /** Of these, failures. */
    public long failed(Side side) {
        return tallies.get(side).of(RequestOutcome.FAILED);
    }

    /** How the requests to a side ended, or will end, since the beginning. */
    public SideTally tally(Side side) {
        return tallies.get(side);
    }

    public Duration sinceLast(Side side) {
        return world.time().elapsed().minus(tallies.get(side).last());
    }

    /** Requests that found no server. */
    public long unserved() {
        return unserved;
    }

    void flow() {
        double now = world.time().elapsed().toNanos() / 1e9;
        double requests = perSecond * (now - countedUntil) / world.fleet().size();
        countedUntil = now; // also while the rate is 0: requests that were never sent must not be counted later
        if (requests <= 0) {
            return;
        }
        for (HaproxyModel instance : world.fleet()) {
            if (!instance.frozen()) {
                flow(instance, requests);
            }
        }
    }

    private void flow(HaproxyModel instance, double requests) {
        HaproxyModel.Serving serving = instance.serving();
        if (serving.none()) {
            long count = rounded(requests, random);
            unserved += count;
            instance.unserved(count);
            return;
        }
        instance.dealt(requests).forEach((server, count) -> {
            double more = count * (stubborn.get(server.side()) - 1);
            serve(instance, server, count + (more == 0 ? 0 : server.dealt(more)));
        });
    }

    private void serve(HaproxyModel instance, ServerModel server, long count) {
        double rate = world.alive(server) ? errorRate.get(server.side()) : 1;
        long bad = 0;
        if (rate >= 1) {
            bad = count;
        } else if (rate > 0) {
            bad = Math.min(count, rounded(count * rate, random));
        }
        send(instance, server, RequestOutcome.FAILED, null, bad);
        long left = server.side() == Side.EKS ? harmed(instance, server, faults, count - bad) : count - bad;
        long well = harmed(instance, server, usualOutcomes, left);
        send(instance, server, RequestOutcome.ANSWERED, null, well);
    }

    /** @return how many of the requests are left */
    private long harmed(HaproxyModel instance, ServerModel server, List<TrafficFault> by, long count) {
        long left = count;
        for (TrafficFault fault : by) {
            long some = Math.min(left, rounded(count * fault.part().of(instance, server), outcomes));
            send(instance, server, fault.outcome(), fault.route(), some);
            left -= some;
        }
        return left;
    }

    /** @param route null for any */
    private void send(HaproxyModel instance, ServerModel server, RequestOutcome how, Route route, long count) {
        if (count == 0) {
            return;
        }
        tallies.get(server.side()).add(how, count, world.time().elapsed());
        server.began(count);
        if (how.inFlight().isZero()) {
            end(instance, server, how, route, count);
        } else {
            world.time().after(how.inFlight(), () -> end(instance, server, how, route, count));
        }
    }

    private void end(HaproxyModel instance, ServerModel server, RequestOutcome how, Route route, long count) {
        if (!ring) {
            server.ended(how, count, Route.ALL.get(0).bytes());
            return;
        }
        for (long i = 0; i < count; i++) {
            Route at = route == null ? Route.at(outcomes.nextDouble()) : route;
            if (server.ended(how, 1, at.bytes()) > 0 && instance.has(server)) {
                instance.log(server, how, at);
            }
        }
    }

    /** Up or down by chance, so that the mean is exact. */
    private static long rounded(double value, Random numbers) {
        return (long) Math.floor(value + numbers.nextDouble());
    }
}

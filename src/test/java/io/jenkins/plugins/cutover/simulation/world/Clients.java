package io.jenkins.plugins.cutover.simulation.world;

import io.jenkins.plugins.cutover.model.Side;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** Sends requests at a given rate, spread evenly over the instances; each side answers as configured. */
public final class Clients {
    private final ServiceWorld world;
    private final Random random;
    private final Map<Side, Double> errorRate = new EnumMap<>(Map.of(Side.MESOS, 0.0, Side.EKS, 0.0));
    private final Map<Side, Long> served = new EnumMap<>(Map.of(Side.MESOS, 0L, Side.EKS, 0L));
    private final Map<Side, Long> failed = new EnumMap<>(Map.of(Side.MESOS, 0L, Side.EKS, 0L));
    private final Map<Side, Duration> last = new EnumMap<>(Map.of(Side.MESOS, Duration.ZERO, Side.EKS, Duration.ZERO));
    private final Map<Side, Double> stubborn = new EnumMap<>(Map.of(Side.MESOS, 1.0, Side.EKS, 1.0));
    private double perSecond = 100;
    private double usual;
    private double countedUntil;
    private long unserved;

    Clients(ServiceWorld world, Random random) {
        this.world = world;
        this.random = random;
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

    /** Multiplies the traffic of a side beyond its weights, as sticky sessions do. */
    public void stubborn(Side side, double times) {
        stubborn.put(side, times);
    }

    public double errors(Side side) {
        return errorRate.get(side);
    }

    /** Answered by a side since the beginning. */
    public long served(Side side) {
        return served.get(side);
    }

    /** Of these, failures. */
    public long failed(Side side) {
        return failed.get(side);
    }

    public Duration sinceLast(Side side) {
        return world.time().elapsed().minus(last.get(side));
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
            long count = rounded(requests);
            unserved += count;
            instance.unserved(count);
            return;
        }
        double part = requests / (serving.mesos() + serving.eks());
        for (ServerModel server : instance.servers()) {
            if (server.up() && server.weight() > 0) {
                serve(server, server.dealt(part * server.weight() * stubborn.get(server.side())));
            }
        }
    }

    private void serve(ServerModel server, long count) {
        double rate = world.alive(server) ? errorRate.get(server.side()) : 1;
        long bad = 0;
        if (rate >= 1) {
            bad = count;
        } else if (rate > 0) {
            bad = Math.min(count, rounded(count * rate));
        }
        server.served(count, bad);
        if (count > 0) {
            failed.merge(server.side(), bad, Long::sum);
            served.merge(server.side(), count, Long::sum);
            last.put(server.side(), world.time().elapsed());
        }
    }

    /** Up or down by chance, so that the mean is exact. */
    private long rounded(double value) {
        return (long) Math.floor(value + random.nextDouble());
    }
}

package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.Side;
import java.util.Locale;

/**
 * Whether the requests are split as the weights say, measured between two readings after a shift.
 *
 * <p>Each instance may be anywhere in its round (as many requests as it has servers), and requests that were open at either
 * reading are counted late. Round robin has no more than that, but with a map, {@code balance random} or {@code leastconn}
 * requests fall by chance, which adds the spread of a binomial distribution.
 *
 * @param state the result
 * @param fraction the part that EKS answered, 0 to 1; {@code NaN} without requests
 * @param low the smallest fraction that is as expected
 * @param high the largest fraction that is as expected
 * @param requests how many there were
 * @param needed how many are needed for a result: {@code 100 / p}, p the smaller part
 */
public record MeasuredShare(State state, double fraction, double low, double high, long requests, long needed) {
    /** The result of the measurement. Only {@link #AS_EXPECTED} is proof. */
    public enum State {
        AS_EXPECTED,
        OFF,
        NOT_ENOUGH_TRAFFIC
    }

    /** Two-sided normal quantile: a correct split is reported as {@link State#OFF} once in a thousand times. */
    private static final double SIGMAS = 3.29;

    private static final double MIN_PART = 0.01;

    /**
     * @param before counters read after the weights were confirmed
     * @param after the later reading; its weights give the expected split
     */
    public static MeasuredShare between(CounterSnapshot before, FleetReading after) {
        CounterSnapshot now = after.counters();
        double expected = 0;
        double requests = 0;
        long leeway = 0;
        for (InstanceReading.Reachable i : after.reachable()) {
            long counted = now.requestsSince(before, i.instance().toString());
            double part = i.eksFraction();
            expected += counted * part;
            requests += counted;
            leeway += i.sessions(Side.EKS)
                    + i.sessions(Side.MESOS)
                    + before.open(i.instance().toString());
            // A side without weight is in no round; only its open requests are counted late.
            boolean oneSided = part <= 0 || part >= 1;
            leeway += oneSided
                    ? 0
                    : i.servers().stream().filter(s -> s.weight() > 0).count();
        }
        double idleFraction = after.reachable().stream()
                .mapToDouble(InstanceReading.Reachable::eksFraction)
                .average()
                .orElse(0);
        return of(now.since(before), requests == 0 ? idleFraction : expected / requests, leeway);
    }

    /**
     * @param delta what happened between the readings
     * @param expected the fraction that the weights give EKS, 0 to 1
     * @param leeway how many requests may be on the wrong side without a fault
     */
    static MeasuredShare of(CounterSnapshot.Delta delta, double expected, long leeway) {
        long requests = delta.eks().requests() + delta.mesos().requests();
        double part = Math.max(MIN_PART, Math.min(expected, 1 - expected));
        boolean oneSided = expected <= 0 || expected >= 1;
        long needed = Math.round(oneSided ? 100 : 100 / part);
        double spread = leeway + SIGMAS * Math.sqrt(requests * expected * (1 - expected));
        double low = Math.max(0, (expected * requests - spread) / Math.max(1, requests));
        double high = Math.min(1, (expected * requests + spread) / Math.max(1, requests));
        double fraction = delta.eksFraction();
        State state = requests < needed
                ? State.NOT_ENOUGH_TRAFFIC
                : fraction >= low && fraction <= high ? State.AS_EXPECTED : State.OFF;
        return new MeasuredShare(state, fraction, low, high, requests, needed);
    }

    /** One line: {@code EKS 5.02% of 2,400 requests, as expected}. */
    public String text() {
        return switch (state) {
            case NOT_ENOUGH_TRAFFIC ->
                String.format(Locale.ROOT, "not enough traffic: %,d requests, %,d are needed", requests, needed);
            case AS_EXPECTED ->
                String.format(Locale.ROOT, "EKS %.2f%% of %,d requests, as expected", fraction * 100, requests);
            case OFF ->
                String.format(
                        Locale.ROOT,
                        "EKS %.2f%% of %,d requests, expected %.2f%% to %.2f%%",
                        fraction * 100,
                        requests,
                        low * 100,
                        high * 100);
        };
    }
}

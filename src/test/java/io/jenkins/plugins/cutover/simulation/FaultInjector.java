package io.jenkins.plugins.cutover.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** Decides from one seed which faults occur and when, and counts them. */
public final class FaultInjector {
    private static final int USUAL_MILLIS = 6000;
    private static final int RARE_MILLIS = 600_000;

    private final Random random;
    private final Random apart;
    private final Random later;
    private final Random waits;
    private final Random outcomes;
    private final Map<Fault, Long> injected = new EnumMap<>(Fault.class);
    private final double strength;
    private long pointsToCrash;
    private int interval = USUAL_MILLIS;
    private boolean over;

    FaultInjector(Random random) {
        this(random, new Random(0), new Random(0), new Random(0), new Random(0));
    }

    /**
     * @param apart the source of random numbers for faults that were added later, so that old seeds keep their runs
     * @param later the source for those that were added after these
     * @param waits the source for long waits and what happens in them
     * @param outcomes the source for how single requests end, and for faults of them
     */
    FaultInjector(Random random, Random apart, Random later, Random waits, Random outcomes) {
        this.random = random;
        this.apart = apart;
        this.later = later;
        this.waits = waits;
        this.outcomes = outcomes;
        double[] strengths = {0, 0.3, 1, 3};
        this.strength = strengths[random.nextInt(strengths.length)];
        // Most runs die once at a point of their own, so that all seeds together die everywhere.
        this.pointsToCrash = random.nextInt(4) > 0 ? random.nextInt(400) : Long.MAX_VALUE;
    }

    /** No faults occur after this call. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    Random random() {
        return random;
    }

    Random apart() {
        return apart;
    }

    Random later() {
        return later;
    }

    Random waits() {
        return waits;
    }

    Random outcomes() {
        return outcomes;
    }

    /** Whether nothing but time passes for long: faults come minutes apart then, not seconds. */
    void rare(boolean now) {
        interval = now ? RARE_MILLIS : USUAL_MILLIS;
    }

    /** Within how many milliseconds the next fault of the outside systems comes. */
    int interval() {
        return interval;
    }

    double strength() {
        return strength;
    }

    /** @param probability at strength 1 */
    boolean strikes(Fault fault, double probability) {
        return strikes(fault, probability, random);
    }

    /** Like {@link #strikes}, drawn apart. */
    boolean strikesApart(Fault fault, double probability) {
        return strikes(fault, probability, apart);
    }

    /** Like {@link #strikesApart}, for the faults that were added after those. */
    boolean strikesLater(Fault fault, double probability) {
        return strikes(fault, probability, later);
    }

    /** Likewise, drawn from the numbers of the waits. */
    boolean strikesInWaits(Fault fault, double probability) {
        return strikes(fault, probability, waits);
    }

    private boolean strikes(Fault fault, double probability, Random numbers) {
        if (over || numbers.nextDouble() >= probability * strength) {
            return false;
        }
        count(fault);
        return true;
    }

    void count(Fault fault) {
        injected.merge(fault, 1L, Long::sum);
    }

    /** Called at every point where a process may die. */
    boolean dies(Fault fault) {
        if (!over && --pointsToCrash == 0) {
            count(fault);
            return true;
        }
        return strikes(fault, 0.0005);
    }

    Map<Fault, Long> injected() {
        return injected;
    }
}

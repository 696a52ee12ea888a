package io.jenkins.plugins.cutover.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How requests fail in a stream.
 *
 * @param base failed fraction of a sound side
 * @param canary EKS's failed fraction from {@code onset} seconds on
 * @param drift log-scale of a common wander of both sides' rates
 * @param wobble log-scale of each side's own wander
 * @param burstEvery mean seconds between bursts of 5 to 20 failures in one poll; 0 is none
 * @param incident failed fraction of both sides from 300 s to 360 s, relative to {@code base}; 1 is none
 * @param rate requests a second where the scenario sets it; 0 otherwise
 */
record Scenario(
        String name,
        double base,
        double canary,
        double onset,
        double drift,
        double wobble,
        double burstEvery,
        double incident,
        double rate) {
    private static final double BASE = .001;

    /** Both sides equally good: every rollback is a false one. */
    static List<Scenario> nulls() {
        return List.of(
                new Scenario("independent", BASE, BASE, 0, 0, 0, 0, 1, 0),
                new Scenario("shared drift", BASE, BASE, 0, .8, 0, 0, 1, 0),
                new Scenario("per-side wobble", BASE, BASE, 0, 0, .3, 0, 1, 0),
                new Scenario("bursts", BASE, BASE, 0, 0, 0, 200, 1, 0),
                new Scenario("low traffic", BASE, BASE, 0, 0, 0, 0, 1, 5),
                new Scenario("both at 2 %", .02, .02, 0, 0, 0, 0, 1, 0),
                new Scenario("shared incident", BASE, BASE, 0, 0, 0, 0, 300, 0));
    }

    /** Harder than the table's rows, for trying settings. */
    static List<Scenario> hard() {
        return List.of(
                new Scenario("wobble", BASE, BASE, 0, 0, .3, 0, 1, 0),
                new Scenario("wobble .5", BASE, BASE, 0, 0, .5, 0, 1, 0),
                new Scenario("bursts", BASE, BASE, 0, 0, 0, 200, 1, 0),
                new Scenario("bursts + wobble", BASE, BASE, 0, 0, .3, 200, 1, 0),
                new Scenario("bursts + w + d", BASE, BASE, 0, .8, .3, 60, 1, 0),
                new Scenario("2 % + wobble", .02, .02, 0, 0, .3, 0, 1, 0));
    }

    static List<Scenario> faults() {
        List<Scenario> faults = new ArrayList<>();
        for (double p : new double[] {.002, .005, .01, .05, .5}) {
            faults.add(new Scenario(percent(p), BASE, p, 0, 0, 0, 0, 1, 0));
        }
        faults.add(new Scenario("5 % at 300 s", BASE, .05, 300, 0, 0, 0, 1, 0));
        return faults;
    }

    private static String percent(double p) {
        return (p >= .01 ? Long.toString(Math.round(p * 100)) : Double.toString(Math.round(p * 1000) / 10.0)) + " %";
    }

    double canary(double seconds) {
        return seconds >= onset ? canary : base;
    }

    double incident(double seconds) {
        return seconds >= 300 && seconds < 360 ? incident : 1;
    }
}

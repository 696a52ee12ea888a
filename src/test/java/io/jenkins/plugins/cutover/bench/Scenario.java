package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.model.HarmKind;
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
 * @param own what the scenario sets of its load; 0 for what it does not
 * @param mix in which other ways requests end
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
        Traffic.Load own,
        Mix mix) {
    private static final double BASE = .001;

    private static final Traffic.Load ANY = new Traffic.Load(0, 0, 0);
    /** Heavy traffic, half of it to EKS, looked at four times a second. */
    private static final Traffic.Load BUSY = new Traffic.Load(2000, .5, .25);

    private static final Mix GIVING_UP = Mix.NORMAL
            .usually(HarmKind.GIVEN_UP, .01)
            .usually(HarmKind.GIVEN_UP_IN_BODY, .02)
            .usually(HarmKind.STALLED, .001);

    /** Both sides equally good: every rollback is a false one. */
    static List<Scenario> nulls() {
        return List.of(
                same("independent", BASE).scenario(),
                same("shared drift", BASE).drift(.8).scenario(),
                same("per-side wobble", BASE).wobble(.3).scenario(),
                same("bursts", BASE).bursts(200).scenario(),
                same("low traffic", BASE).load(new Traffic.Load(5, 0, 0)).scenario(),
                same("both at 2 %", .02).scenario(),
                same("shared incident", BASE).incident(300).scenario(),
                same("busy wobble", BASE).wobble(.3).load(BUSY).scenario(),
                same("busy bursts", BASE).bursts(60).load(BUSY).scenario(),
                same("busy incident", BASE).incident(300).load(BUSY).scenario(),
                same("404 and 3xx", BASE).mix(Mix.NORMAL).scenario(),
                same("404, 3xx, wobble", BASE).wobble(.3).mix(Mix.NORMAL).scenario(),
                same("busy 404 and 3xx", BASE).mix(Mix.NORMAL).load(BUSY).scenario(),
                same("clients give up", BASE).mix(GIVING_UP).scenario(),
                same("mix changes", BASE).mix(Mix.NORMAL.changing(5)).scenario(),
                same("mixed sizes", BASE).mix(Mix.NORMAL.sized(Mix.Sizes.MIXED)).scenario(),
                same("EKS compresses", BASE)
                        .mix(Mix.NORMAL.sized(Mix.Sizes.COMPRESSED))
                        .scenario(),
                same("same, not logged", BASE)
                        .mix(Mix.NORMAL.sized(Mix.Sizes.COMPRESSED_UNLOGGED))
                        .scenario());
    }

    /** Harder than the table's rows, for trying settings. */
    static List<Scenario> hard() {
        return List.of(
                same("wobble .5", BASE).wobble(.5).scenario(),
                same("bursts + wobble", BASE).bursts(200).wobble(.3).scenario(),
                same("bursts + w + d", BASE).bursts(60).wobble(.3).drift(.8).scenario(),
                same("2 % + wobble", .02).wobble(.3).scenario(),
                same("2 % + w, 2000/s", .02)
                        .wobble(.3)
                        .load(new Traffic.Load(2000, .1, 1))
                        .scenario(),
                same("wobble, 2000/s", BASE)
                        .wobble(.3)
                        .load(new Traffic.Load(2000, .1, 1))
                        .scenario(),
                same("bursts 20 s, busy", BASE).bursts(20).load(BUSY).scenario(),
                same("bursts, .25 s", BASE)
                        .bursts(60)
                        .load(new Traffic.Load(0, 0, .25))
                        .scenario(),
                same("bursts, half", BASE)
                        .bursts(60)
                        .load(new Traffic.Load(300, .5, .25))
                        .scenario());
    }

    static List<Scenario> faults() {
        List<Scenario> faults = new ArrayList<>();
        for (double p : new double[] {.002, .005, .01, .05, .5}) {
            faults.add(fault(percent(p), p).scenario());
        }
        faults.add(fault("5 % at 300 s", .05).from(300).scenario());
        faults.add(fault("50 %, half to EKS", .5)
                .load(new Traffic.Load(300, .5, 1))
                .scenario());
        faults.add(fault("50 %, half, .25 s", .5)
                .load(new Traffic.Load(300, .5, .25))
                .scenario());
        faults.add(fault("50 %, half, late", .5)
                .from(300)
                .load(new Traffic.Load(300, .5, .25))
                .scenario());
        faults.add(fault("5 %, busy", .05).load(BUSY).scenario());
        for (HarmKind kind : HarmKind.values()) {
            if (kind != HarmKind.FAILED) {
                faults.add(
                        same(kind.id(), BASE).mix(Mix.NORMAL.harmed(kind, .5)).scenario());
            }
        }
        faults.add(same("hanging", BASE)
                .mix(Mix.NORMAL.harmed(HarmKind.GIVEN_UP, .5).hanging())
                .scenario());
        faults.add(same("notFound 5 %", BASE)
                .mix(Mix.NORMAL.harmed(HarmKind.NOT_FOUND, .05))
                .scenario());
        return faults;
    }

    private static Draft same(String name, double base) {
        return new Draft(name, base, base);
    }

    private static Draft fault(String name, double canary) {
        return new Draft(name, BASE, canary);
    }

    /** What of the load the scenario leaves open is the bench's. */
    Traffic.Load load(Traffic.Load given) {
        return new Traffic.Load(
                own.rate() > 0 ? own.rate() : given.rate(),
                own.share() > 0 ? own.share() : given.share(),
                own.poll() > 0 ? own.poll() : given.poll());
    }

    /** The same noise before anything happens, at whatever load. */
    Scenario sound() {
        return new Scenario(name, base, base, 0, drift, wobble, burstEvery, 1, ANY, mix.sound());
    }

    private static String percent(double p) {
        return (p >= .01 ? Long.toString(Math.round(p * 100)) : Double.toString(Math.round(p * 1000) / 10.0)) + " %";
    }

    double canary(double seconds) {
        return seconds >= onset ? canary : base;
    }

    /** The part of EKS's requests that the kind of harm strikes. */
    double harmed(double seconds) {
        return seconds >= onset ? mix.part() : 0;
    }

    /** How many times as large as at first the usual parts of the kinds are. */
    double change(double seconds) {
        return seconds >= 300 ? mix.changes() : 1;
    }

    double incident(double seconds) {
        return seconds >= 300 && seconds < 360 ? incident : 1;
    }

    /** A scenario under construction; what is not set is not there. */
    private static final class Draft {
        private final String name;
        private final double base;
        private final double canary;
        private double onset;
        private double drift;
        private double wobble;
        private double burstEvery;
        private double incident = 1;
        private Traffic.Load own = ANY;
        private Mix mix = Mix.NONE;

        private Draft(String name, double base, double canary) {
            this.name = name;
            this.base = base;
            this.canary = canary;
        }

        Draft from(double seconds) {
            onset = seconds;
            return this;
        }

        Draft drift(double scale) {
            drift = scale;
            return this;
        }

        Draft wobble(double scale) {
            wobble = scale;
            return this;
        }

        Draft bursts(double every) {
            burstEvery = every;
            return this;
        }

        Draft incident(double times) {
            incident = times;
            return this;
        }

        Draft load(Traffic.Load load) {
            own = load;
            return this;
        }

        Draft mix(Mix kinds) {
            mix = kinds;
            return this;
        }

        Scenario scenario() {
            return new Scenario(name, base, canary, onset, drift, wobble, burstEvery, incident, own, mix);
        }
    }
}

package io.jenkins.plugins.cutover.bench.whole;

import io.jenkins.plugins.cutover.simulation.world.RequestOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Worlds in which EKS is worse. */
final class HarmRows {
    private static final double BASE = .0005;

    private HarmRows() {}

    static List<WholeRow> all() {
        List<WholeRow> rows = new ArrayList<>();
        for (double rate : new double[] {10, 300, 20_000}) {
            for (double part : new double[] {.003, .01, .05, .5}) {
                rows.add(failing(part, BASE, rate));
            }
            for (double part : new double[] {.1, .2, .5}) {
                rows.add(failing(part, .05, rate));
            }
        }
        rows.add(failing(.05, BASE, 1));
        rows.add(failing(.5, BASE, 1));
        rows.addAll(late());
        rows.addAll(kinds());
        rows.addAll(slow());
        return rows;
    }

    private static WholeRow failing(double eks, double mesos, double rate) {
        return WholeRow.harm(
                "fails " + percent(eks) + ", Mesos " + percent(mesos) + ", " + number(rate) + "/s",
                d -> new World().rate(rate).failing(eks, mesos));
    }

    private static String percent(double part) {
        return number(100 * part) + " %";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format("%,d", (long) value) : String.valueOf((float) value);
    }

    private static WholeRow from(String name, double eks, double start) {
        return WholeRow.harm(name, d -> new World().failing(m -> m.seconds() >= start ? eks : BASE, m -> BASE));
    }

    private static WholeRow atAll(String name, double eks) {
        return WholeRow.harm(name, d -> new World().failing(m -> m.afterAll(60) ? eks : BASE, m -> BASE));
    }

    private static List<WholeRow> late() {
        return List.of(
                from("1 % from mid-phase at 25 % on", .01, 450),
                atAll("5 % from 100 % on", .05),
                atAll("50 % from 100 % on", .5),
                WholeRow.harm(
                        "1 % at 100 % after an outage of both",
                        d -> new World()
                                .failing(
                                        m -> m.within(450, 30) ? .5 : m.afterAll(60) ? .01 : BASE,
                                        m -> m.within(450, 30) ? .5 : BASE)),
                WholeRow.harm(
                        "overload: 20 % above half",
                        d -> new World().failing(m -> m.share() > .55 ? .2 : BASE, m -> BASE)));
    }

    private static List<WholeRow> kinds() {
        return List.of(
                        RequestOutcome.NOT_FOUND,
                        RequestOutcome.UNAUTHORIZED,
                        RequestOutcome.REDIRECTED,
                        RequestOutcome.EMPTY,
                        RequestOutcome.SHORT,
                        RequestOutcome.TRUNCATED,
                        RequestOutcome.STALLED,
                        RequestOutcome.GIVEN_UP,
                        RequestOutcome.SLOW,
                        RequestOutcome.HANGING,
                        RequestOutcome.RESET)
                .stream()
                .map(kind -> WholeRow.harm(
                        "half " + kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                        d -> new World().kind(kind, .5)))
                .toList();
    }

    private static List<WholeRow> slow() {
        return List.of(
                times("p50 x3, 20/s", m -> 3, 20),
                times("p50 x3, 300/s", m -> 3, 300),
                times("p50 x1.5, 300/s", m -> 1.5, 300),
                WholeRow.harm(
                        "p99 x3, 300/s",
                        d -> new World().medians(m -> 200, m -> 200).tail(3)),
                WholeRow.harm(
                        "p99 x3, 20/s",
                        d -> new World().rate(20).medians(m -> 200, m -> 200).tail(3)),
                times("leak: 10 % slower each minute", m -> 1 + .1 * Math.max(0, m.seconds()) / 60, 300),
                times("p50 x3 from 100 % on", m -> m.afterAll(60) ? 3 : 1, 300));
    }

    private static WholeRow times(String name, ToDoubleFunction<Moment> factor, double rate) {
        return WholeRow.harm(name, d -> new World()
                .rate(rate)
                .medians(m -> 200 * factor.applyAsDouble(m), m -> 200)
                .slow());
    }
}

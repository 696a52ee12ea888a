package io.jenkins.plugins.cutover.bench.whole;

import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** Worlds in which EKS is no worse than Mesos. */
final class QuietRows {
    private static final double BASE = .0005;

    private QuietRows() {}

    static List<WholeRow> all() {
        List<WholeRow> rows = new ArrayList<>();
        rows.addAll(failures());
        rows.addAll(latencies());
        rows.addAll(traffic());
        rows.addAll(events());
        return rows;
    }

    private static WholeRow both(String name, ToDoubleFunction<Moment> part) {
        return WholeRow.quiet(name, d -> new World().bothFailing(part));
    }

    private static List<WholeRow> failures() {
        return List.of(
                both("independent .05 %", m -> BASE),
                both("both fail 5 %", m -> .05),
                WholeRow.quiet("EKS 6 %, Mesos 5 %", d -> new World().failing(.06, .05)),
                both("outage 50 % for 30 s at 25 %", m -> m.within(450, 30) ? .5 : BASE),
                both("blip 20 % for 5 s at 100 %", m -> m.withinAll(60, 5) ? .2 : BASE),
                both("1 % at 100 % for a minute", m -> m.withinAll(60, 60) ? .01 : BASE),
                both("1 % from 100 % on", m -> m.afterAll(60) ? .01 : BASE),
                both("5 % for 3 s each minute", m -> m.eachTime(60, 3) ? .05 : BASE),
                WholeRow.quiet("error rate wanders, 5 min", d -> {
                    Wobble wobble = new Wobble(d, 1, 300);
                    return new World().bothFailing(m -> .002 * wobble.factor(m));
                }),
                WholeRow.quiet(
                        "error rates wander apart 30 %",
                        d -> {
                            Wobble eks = new Wobble(d, .3, 60);
                            Wobble mesos = new Wobble(d, .3, 60);
                            return new World().failing(m -> .005 * eks.factor(m), m -> .005 * mesos.factor(m));
                        }),
                both(
                        "a dependency deploys: 10 % for 20 s, twice",
                        m -> m.within(400, 20) || m.within(1100, 20) ? .1 : BASE),
                server("a server is down 5 s each 20 min", 1200),
                server("a server is down 5 s each 2 h", 7200),
                WholeRow.quiet("bursts of 20 on a side, each 2 min", d -> {
                    double[] until = {120 * d.uniform(), 120 * d.uniform()};
                    return new World().failing(m -> burst(d, until, 0, m, .067), m -> burst(d, until, 1, m, .067));
                }));
    }

    /** Failures at once: about so large a part of 300 requests in one second, once in two minutes. */
    private static double burst(Draws draws, double[] next, int side, Moment m, double part) {
        if (m.seconds() < next[side]) {
            return BASE;
        }
        next[side] = m.seconds() - 120 * Math.log(draws.uniform());
        double share = side == 0 ? m.share() : 1 - m.share();
        return Math.min(1, part / Math.max(.05, share));
    }

    /** One of four servers of a side is dead for 5 s. */
    private static WholeRow server(String name, double every) {
        return WholeRow.quiet(name, d -> {
            double[] from = {-every * Math.log(d.uniform()), d.uniform() < .5 ? 0 : 1};
            return new World().failing(m -> down(d, from, every, 0, m, .25), m -> down(d, from, every, 1, m, .25));
        });
    }

    private static double down(Draws draws, double[] from, double every, int side, Moment m, double part) {
        if (m.seconds() > from[0] + 5) {
            from[0] = m.seconds() - every * Math.log(draws.uniform());
            from[1] = draws.uniform() < .5 ? 0 : 1;
        }
        return m.within(from[0], 5) && from[1] == side ? part : BASE;
    }

    private static List<WholeRow> latencies() {
        return List.of(
                medians("1.5 ms and 10 % more", m -> 1.65, m -> 1.5),
                medians("3.5 ms and 15 % more", m -> 4.025, m -> 3.5),
                wobble("wobble 20 %, 1 min, 40 ms", 40, .2, 60),
                wobble("wobble 20 %, 1 min, 200 ms", 200, .2, 60),
                wobble("wobble 30 %, 1 min, 200 ms", 200, .3, 60),
                wobble("wobble 20 %, 5 min, 200 ms", 200, .2, 300),
                warming("compiler: 4 times for 60 s", p -> p < 60 ? 4 - p / 20 : 1),
                warming("compiler: 2 times for 120 s", p -> p < 120 ? 2 : 1),
                warming("cold cache: 3 times for 90 s", p -> p < 90 ? 3 - p / 45 : 1),
                medians("both twice as slow from 100 % on", m -> slowAtAll(m), m -> slowAtAll(m)),
                WholeRow.quiet("pauses for garbage, 1 s in 20", d -> {
                    double[][] seconds = {{-1, 40}, {-1, 40}};
                    return new World().medians(m -> pausing(d, seconds[0], m), m -> pausing(d, seconds[1], m));
                }));
    }

    /** Ten times as long in one second of twenty, on each side by itself. */
    private static double pausing(Draws draws, double[] second, Moment m) {
        if (Math.floor(m.seconds()) != second[0]) {
            second[0] = Math.floor(m.seconds());
            second[1] = draws.uniform() < .05 ? 400 : 40;
        }
        return second[1];
    }

    private static double slowAtAll(Moment m) {
        return m.afterAll(0) ? 200 : 100;
    }

    private static WholeRow medians(String name, ToDoubleFunction<Moment> eks, ToDoubleFunction<Moment> mesos) {
        return WholeRow.quiet(name, d -> new World().medians(eks, mesos));
    }

    private static WholeRow warming(String name, DoubleUnaryOperator times) {
        return medians(name, m -> 200 * times.applyAsDouble(m.inPhase()), m -> 200);
    }

    private static WholeRow wobble(String name, double median, double deviation, double seconds) {
        return WholeRow.quiet(name, d -> {
            Wobble eks = new Wobble(d, deviation, seconds);
            Wobble mesos = new Wobble(d, deviation, seconds);
            return new World().medians(m -> median * eks.factor(m), m -> median * mesos.factor(m));
        });
    }

    private static List<WholeRow> traffic() {
        List<WholeRow> rows = new ArrayList<>();
        for (double rate : new double[] {.5, 1, 2, 5, 10}) {
            rows.add(WholeRow.quiet(rate + " requests/s", d -> new World().rate(rate)));
        }
        rows.add(WholeRow.quiet("20,000 requests/s", d -> new World().rate(20_000)));
        rows.add(
                WholeRow.quiet("1,000 requests each 5 min", d -> new World().rate(m -> m.eachTime(300, 10) ? 100 : 0)));
        rows.add(WholeRow.quiet("both silent for 60 s", d -> new World().rate(m -> m.within(420, 60) ? 0 : 300)));
        rows.add(WholeRow.quiet(
                "100 times the traffic for 10 s", d -> new World().rate(m -> m.within(500, 10) ? 30_000 : 300)));
        rows.add(WholeRow.quiet("traffic and errors 3 times for 3 min", d -> new World()
                .rate(m -> m.withinAll(100, 180) ? 900 : 300)
                .bothFailing(m -> m.withinAll(100, 180) ? 3 * BASE : BASE)));
        return rows;
    }

    private static List<WholeRow> events() {
        return List.of(
                event("the clock goes back 10 min", 500, c -> c.time().jump(Duration.ofMinutes(-10))),
                event("the clock goes ahead 10 min", 500, c -> c.time().jump(Duration.ofMinutes(10))),
                WholeRow.quiet("two HAProxies reload, one by one", d -> new World().event((s, c) -> {
                            if (is(s, 400)) {
                                c.world().fleet().get(0).reloadWithState();
                            } else if (is(s, 430)) {
                                c.world().fleet().get(1).reloadWithState();
                            }
                        }))
                        .at(2),
                WholeRow.quiet("no poll is answered for 30 s", d -> new World().event((s, c) -> {
                    if (is(s, 450) || is(s, 480)) {
                        c.world().fleet().get(0).cutOff(is(s, 450));
                    }
                })));
    }

    private static WholeRow event(String name, double at, java.util.function.Consumer<CalmWorld> what) {
        return WholeRow.quiet(name, d -> new World().event((s, c) -> {
            if (is(s, at)) {
                what.accept(c);
            }
        }));
    }

    private static boolean is(double seconds, double at) {
        return seconds >= at && seconds < at + 1;
    }
}

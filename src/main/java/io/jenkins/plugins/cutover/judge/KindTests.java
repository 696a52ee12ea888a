package io.jenkins.plugins.cutover.judge;

import io.jenkins.plugins.cutover.model.HarmKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tests of the kinds in which requests end: one for each kind that occurred, and one for each kind on a route that
 * looks broken.
 *
 * <p>A kind that never occurs costs nothing. The tests of one sort share their part of alpha in the order in which they
 * begin, 1/2, 1/6, 1/12 and so on. Which kinds occur at all says nothing about the sides, since only the split between
 * the sides is bet on. A route's test begins after the poll in which the route looked broken and does not use that poll,
 * so it may be chosen by what was seen. Plain failures of all requests are not in here: {@link MetricTests} has them.
 */
final class KindTests {
    /** Keeps the state small: the test with the least evidence gives way, once it shows that there is no harm. */
    static final int MOST_ROUTES = 4;

    /**
     * A test gives way below this part of what was staked on it, which is what a new one has. The bets on gross harm, .3 of
     * it, lose nothing while there is none.
     */
    private static final double NO_HARM = .5;

    private static final double BROKEN = .5;
    private static final long FEWEST = 2;
    private static final double FOR_ROUTES = .3;

    private final Map<HarmKind, KindBets> bets = new EnumMap<>(HarmKind.class);

    KindTests(JudgeSettings settings) {
        for (HarmKind kind : HarmKind.values()) {
            bets.put(kind, KindBets.of(kind, settings));
        }
    }

    /**
     * All tests.
     *
     * @param routesBegun how many tests of routes were begun so far
     * @param tests those that are kept
     */
    record State(int routesBegun, List<KindState> tests) {
        static final State NONE = new State(0, List.of());

        State {
            tests = List.copyOf(tests);
        }

        State with(List<KindState> others) {
            return new State(routesBegun, others);
        }

        private boolean has(HarmKind kind, String route) {
            return tests.stream().anyMatch(t -> t.of(kind, route));
        }

        private List<KindState> ofRoutes() {
            return tests.stream().filter(t -> !t.route().isEmpty()).toList();
        }
    }

    /** A kind and the evidence that EKS has more of it. */
    record Found(KindState state, double evidence) {}

    /** @param spent capital staked so far by all tests of the judge */
    State observe(State state, List<Endings> polled, double seconds, double spent) {
        State all = state;
        for (Endings endings : polled) {
            all = observe(all, endings, seconds, spent);
        }
        return all;
    }

    private State observe(State state, Endings polled, double seconds, double spent) {
        boolean whole = polled.route().isEmpty();
        State known = whole ? withOccurred(state, polled, spent) : state;
        List<KindState> next = new ArrayList<>();
        for (KindState test : known.tests()) {
            boolean own = test.route().equals(polled.route());
            next.add(own ? bets.get(test.kind()).observe(test, polled.of(test.kind()), seconds) : test);
        }
        return whole ? known.with(next) : withBroken(known.with(next), polled, spent);
    }

    private State withOccurred(State state, Endings polled, double spent) {
        List<KindState> all = new ArrayList<>(state.tests());
        for (HarmKind kind : polled.kinds().keySet()) {
            boolean begins = kind != HarmKind.FAILED && polled.of(kind).errors() > 0 && !state.has(kind, "");
            if (begins) {
                int order = all.size() - state.ofRoutes().size();
                all.add(bets.get(kind).begun(kind, "", order, spent));
            }
        }
        return state.with(all);
    }

    private State withBroken(State state, Endings polled, double spent) {
        State all = state;
        for (HarmKind kind : polled.kinds().keySet()) {
            Pair seen = polled.of(kind);
            boolean broken = seen.canary().errors() >= FEWEST
                    && seen.canary().fraction() >= BROKEN
                    && seen.baseline().fraction() < BROKEN;
            if (broken && !all.has(kind, polled.route())) {
                all = begun(all, kind, polled.route(), spent);
            }
        }
        return all;
    }

    private State begun(State state, HarmKind kind, String route, double spent) {
        List<KindState> kept = new ArrayList<>(state.tests());
        if (state.ofRoutes().size() >= MOST_ROUTES) {
            state.ofRoutes().stream()
                    .filter(t -> evidence(t, 0) < NO_HARM * spent)
                    .min(Comparator.comparingDouble(t -> evidence(t, 0)))
                    .ifPresent(kept::remove);
            if (kept.size() == state.tests().size()) {
                return state;
            }
        }
        kept.add(bets.get(kind).begun(kind, route, state.routesBegun(), spent));
        return new State(state.routesBegun() + 1, kept);
    }

    State nextBlock(State state, double stake) {
        return state.with(state.tests().stream()
                .map(t -> bets.get(t.kind()).nextBlock(t, stake))
                .toList());
    }

    static State nextPhase(State state) {
        return state.with(state.tests().stream().map(KindState::phaseBegun).toList());
    }

    private double evidence(KindState test, double unspent) {
        return bets.get(test.kind()).evidence(test, unspent);
    }

    /** The capitals, each with its weight; what belongs to no test stays 1. */
    double evidence(State state, double unspent) {
        double sum = 1;
        for (KindState test : state.tests()) {
            sum += weight(test) * (evidence(test, unspent) - 1);
        }
        return Math.max(0, sum);
    }

    private static double weight(KindState test) {
        double part = test.route().isEmpty() ? 1 - FOR_ROUTES : FOR_ROUTES;
        return part / ((test.order() + 1.0) * (test.order() + 2.0));
    }

    /** The kind that weighs most. */
    Optional<Found> worst(State state, double unspent) {
        return state.tests().stream()
                .map(t -> new Found(t, evidence(t, unspent)))
                .max(Comparator.comparingDouble(f -> weight(f.state()) * f.evidence()));
    }
}

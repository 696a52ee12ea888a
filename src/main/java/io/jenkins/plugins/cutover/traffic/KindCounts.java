package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Side;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the requests of both sides ended. Pure functions of what HAProxy showed. */
public record KindCounts(SideKinds mesos, SideKinds eks) implements Serializable {
    /** No requests. */
    public static final KindCounts NONE = new KindCounts(SideKinds.NONE, SideKinds.NONE);

    /** The kinds that the counters show. All others look like good answers there, or are among these. */
    public static final List<HarmKind> WITHOUT_RING =
            List.of(HarmKind.FAILED, HarmKind.GIVEN_UP, HarmKind.CLIENT_ERROR, HarmKind.REDIRECTED);

    /**
     * From the counters: only the kinds {@link #WITHOUT_RING}. There FAILED has the answers that were cut off and those
     * that stalled, GIVEN_UP has the clients that left within an answer too, and the statuses are known by their class.
     */
    public static KindCounts of(CounterSnapshot.Delta delta) {
        return new KindCounts(side(delta.mesos(), delta.mesosAborts()), side(delta.eks(), delta.eksAborts()));
    }

    /** @param unanswered requests whose clients left before the answer: no counter of answers has them */
    private static SideKinds side(Counters c, long unanswered) {
        Map<HarmKind, Long> kinds = new EnumMap<>(HarmKind.class);
        kinds.put(HarmKind.FAILED, c.errors());
        kinds.put(HarmKind.GIVEN_UP, c.aborts());
        if (c.statuses() != null) {
            kinds.put(HarmKind.CLIENT_ERROR, c.statuses().clientErrors());
            kinds.put(HarmKind.REDIRECTED, c.statuses().redirects());
        }
        long most = kinds.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return new SideKinds(Math.max(c.requests() + unanswered, most), kinds);
    }

    /** From the ring, for each route; the route is empty where lines have none. */
    public static Map<String, KindCounts> byRoute(RingReading reading) {
        Map<String, Counter> routes = new TreeMap<>();
        reading.answers().forEach(a -> routes.computeIfAbsent(a.route(), r -> new Counter())
                .add(a));
        Map<String, KindCounts> counts = new TreeMap<>();
        routes.forEach((route, counter) -> counts.put(route, counter.counts()));
        return counts;
    }

    /** From the ring, over all routes. */
    public static KindCounts of(RingReading reading) {
        Counter all = new Counter();
        reading.answers().forEach(all::add);
        return all.counts();
    }

    /** Those of one side. */
    public SideKinds of(Side side) {
        return side == Side.EKS ? eks : mesos;
    }

    /** The sum of both. */
    public KindCounts plus(KindCounts other) {
        return new KindCounts(mesos.plus(other.mesos), eks.plus(other.eks));
    }

    private static final class Counter {
        private final Map<Side, long[]> requests = new EnumMap<>(Side.class);
        private final Map<Side, Map<HarmKind, Long>> kinds = new EnumMap<>(Side.class);

        void add(Answer answer) {
            requests.computeIfAbsent(answer.side(), s -> new long[1])[0]++;
            answer.harm().ifPresent(kind -> kinds.computeIfAbsent(answer.side(), s -> new EnumMap<>(HarmKind.class))
                    .merge(kind, 1L, Long::sum));
        }

        KindCounts counts() {
            return new KindCounts(side(Side.MESOS), side(Side.EKS));
        }

        private SideKinds side(Side side) {
            long count = requests.getOrDefault(side, new long[1])[0];
            return new SideKinds(count, kinds.getOrDefault(side, Map.of()));
        }
    }
}

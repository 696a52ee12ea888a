package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Endings;
import io.jenkins.plugins.cutover.judge.LatencyQuantiles;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.KindSample;
import io.jenkins.plugins.cutover.traffic.Answer;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.KindCounts;
import io.jenkins.plugins.cutover.traffic.RingReading;
import io.jenkins.plugins.cutover.traffic.SideKinds;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the requests since the last poll ended: from the ring where all of its lines were read, else from the counters. */
final class PollEndings {
    private PollEndings() {}

    /**
     * @param ring all that was read
     * @param compared those of its answers that are compared
     * @return first those of all routes; empty when HAProxy counts connections only
     */
    static List<Endings> of(
            CounterSnapshot.Delta delta,
            RingReading ring,
            List<Answer> compared,
            AnswerLimits limits,
            LatencyQuantiles firstByte) {
        if (!isWhole(ring)) {
            boolean statuses = delta.eks().statuses() != null && delta.mesos().statuses() != null;
            return statuses ? List.of(endings("", KindCounts.of(delta))) : List.of();
        }
        RingReading judged = new RingReading(
                compared.stream().map(a -> judged(a, limits, firstByte)).toList(), ring.cursors(), ring.lost());
        List<Endings> all = new ArrayList<>(List.of(endings("", KindCounts.of(judged))));
        Map<String, KindCounts> routes = KindCounts.byRoute(judged);
        if (routes.size() > 1) {
            routes.forEach((route, counts) -> {
                if (!route.isEmpty()) {
                    all.add(endings(route, counts));
                }
            });
        }
        return all;
    }

    /** Whether the ring tells of each request how it ended. */
    private static boolean isWhole(RingReading ring) {
        return ring.lost().isEmpty() && ring.answers().stream().anyMatch(Answer::complete);
    }

    private static Answer judged(Answer answer, AnswerLimits limits, LatencyQuantiles firstByte) {
        return answer.harm().isPresent()
                ? answer
                : limits.kind(answer, firstByte).map(answer::as).orElse(answer);
    }

    private static Endings endings(String route, KindCounts counts) {
        Map<HarmKind, Endings.Split> kinds = new EnumMap<>(HarmKind.class);
        for (HarmKind kind : kinds(counts)) {
            kinds.put(
                    kind,
                    new Endings.Split(counts.eks().of(kind), counts.mesos().of(kind)));
        }
        return new Endings(route, counts.eks().requests(), counts.mesos().requests(), kinds);
    }

    private static Set<HarmKind> kinds(KindCounts counts) {
        Set<HarmKind> kinds = EnumSet.noneOf(HarmKind.class);
        for (SideKinds side : List.of(counts.eks(), counts.mesos())) {
            kinds.addAll(side.kinds().keySet());
        }
        return kinds;
    }

    /** Requests to EKS that ended, those that ended badly in any way as errors. */
    static Counts bad(Poll poll) {
        return poll.kinds().stream()
                .filter(e -> e.route().isEmpty())
                .map(e -> e.bad().canary())
                .findFirst()
                .orElse(poll.traffic().canary());
    }

    /** The kinds that occurred, for the charts. */
    static List<KindSample> samples(List<Endings> endings) {
        return endings.stream()
                .filter(e -> e.route().isEmpty())
                .flatMap(e -> e.kinds().entrySet().stream())
                .map(k -> new KindSample(
                        k.getKey(), k.getValue().canary(), k.getValue().baseline()))
                .toList();
    }
}

package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.KindSample;
import io.jenkins.plugins.cutover.model.TrafficSample;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the requests of a stretch of time ended, on both sides. Without samples all counts are 0. */
final class KindTotals {
    static final KindTotals NONE = new KindTotals(0, 0, new EnumMap<>(HarmKind.class));

    private final long eks;
    private final long mesos;
    private final Map<HarmKind, KindSample> kinds;

    private KindTotals(long eks, long mesos, Map<HarmKind, KindSample> kinds) {
        this.eks = eks;
        this.mesos = mesos;
        this.kinds = kinds;
    }

    static KindTotals of(List<TrafficSample> samples) {
        return samples.stream().map(KindTotals::of).reduce(NONE, KindTotals::plus);
    }

    /** Errors whose kind is not known, as in older records, count as {@link HarmKind#FAILED}. */
    static KindTotals of(TrafficSample s) {
        Map<HarmKind, KindSample> kinds = new EnumMap<>(HarmKind.class);
        s.kinds().forEach(k -> add(kinds, k));
        if (s.kinds().isEmpty() && s.eksErrors() + s.mesosErrors() > 0) {
            add(kinds, new KindSample(HarmKind.FAILED, s.eksErrors(), s.mesosErrors()));
        }
        return new KindTotals(s.eksRequests(), s.mesosRequests(), kinds);
    }

    KindTotals plus(KindTotals later) {
        Map<HarmKind, KindSample> sum = new EnumMap<>(kinds);
        later.kinds.values().forEach(k -> add(sum, k));
        return new KindTotals(eks + later.eks, mesos + later.mesos, sum);
    }

    private static void add(Map<HarmKind, KindSample> to, KindSample k) {
        to.merge(k.kind(), k, (a, b) -> new KindSample(a.kind(), a.eks() + b.eks(), a.mesos() + b.mesos()));
    }

    long eks() {
        return eks;
    }

    long mesos() {
        return mesos;
    }

    /** Those that occurred on either side, in the order of {@link HarmKind}. */
    Set<HarmKind> occurred() {
        return kinds.keySet();
    }

    long eks(HarmKind kind) {
        return of(kind).eks();
    }

    long mesos(HarmKind kind) {
        return of(kind).mesos();
    }

    /** Requests of EKS that would have ended otherwise if EKS did as Mesos: an estimate, 0 or more. */
    long excessOnEks() {
        double excess = 0;
        for (KindSample k : kinds.values()) {
            excess += Math.max(0, k.eks() - (mesos == 0 ? 0 : (double) eks * k.mesos() / mesos));
        }
        return Math.round(excess);
    }

    private KindSample of(HarmKind kind) {
        return kinds.getOrDefault(kind, new KindSample(kind, 0, 0));
    }
}

package io.jenkins.plugins.cutover.judge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reason for a judgement, as text.
 *
 * @param excluded the smallest failed fraction of EKS that its totals exclude
 * @param slowness tests of response times
 * @param worst the kind that weighs most of those that are compared one by one; empty when none occurred
 */
record Sentence(
        JudgeState state,
        JudgeSettings settings,
        double excluded,
        Optional<KindTests.Found> worst,
        SlownessTests slowness,
        List<Beside> beside,
        List<String> probes) {

    Judgement addedTo(Judgement found) {
        return new Judgement(
                found.kind(),
                String.join("; ", parts(found)),
                found.evidence(),
                found.traffic(),
                found.enoughData(),
                found.proof(),
                found.withoutBaseline(),
                found.silence(),
                found.timed(),
                found.mesosWorse(),
                found.suspicion());
    }

    private List<String> parts(Judgement found) {
        List<String> parts = new ArrayList<>();
        parts.add("EKS " + of(found.traffic().canary()) + " requests failed, " + mesos(found));
        parts.add("evidence " + NumberFormat.odds(found.evidence().harm()));
        if (found.evidence().harm() >= settings.get(Parameter.SUSPICION)) {
            parts.addAll(causes(found));
        }
        if (!found.suspicion().isEmpty()) {
            parts.add("suspicion: " + found.suspicion());
        }
        if (!found.harmful()) {
            parts.addAll(proof(found));
        }
        if (found.kind() == Judgement.Kind.CONTINUE && !found.enoughData()) {
            parts.add("not enough EKS traffic yet");
        }
        timing(found).ifPresent(parts::add);
        parts.addAll(probes);
        return parts;
    }

    /** That few requests fail; a sentence about harm of another kind would contradict itself with it. */
    private List<String> proof(Judgement found) {
        return switch (found.proof()) {
            case RATIO ->
                List.of("odds of failing under " + NumberFormat.plain(settings.psi1()) + " times Mesos's, proved "
                        + NumberFormat.odds(found.evidence().noHarmByRatio()));
            case RATE ->
                List.of("more than " + NumberFormat.percent(excluded) + " failing is excluded ("
                        + NumberFormat.odds(1 / settings.get(Parameter.BETA)) + ")");
            case NONE -> List.of();
        };
    }

    /** Which slower answers are excluded, and which could not be: a reader must not take the second for the first. */
    private Optional<String> timing(Judgement found) {
        if (found.harmful()) {
            return Optional.empty();
        }
        boolean timing = settings.get(Parameter.LATENCY_WEIGHT) > 0 && settings.get(Parameter.AVERAGES) < 1;
        return timing ? Optional.of(latency(found)) : averages();
    }

    private String latency(Judgement found) {
        Slowness seen = state.metrics().slowness();
        if (state.phase().timed() == 0) {
            return found.timed()
                    ? "latency not judged: no answer was timed"
                    : "latency not judged yet: no answer was timed";
        }
        if (!SlownessTests.measured(seen)) {
            return "latency not judged " + (found.timed() ? "" : "yet ") + "("
                    + NumberFormat.count(state.phase().timed()) + " EKS answers timed"
                    + (seen.warm() ? "" : ", EKS is warming up") + ")";
        }
        if (!found.timed() && slowness.looksSlower(seen)) {
            return "EKS looks slower" + quantiles();
        }
        List<String> excluded = slowness.excludedAt(seen);
        String open = slowness.openAt(seen);
        String closed = excluded.isEmpty()
                ? ""
                : "slower by more than " + limits() + " at " + String.join(", ", excluded) + " is excluded ("
                        + NumberFormat.odds(1 / settings.get(Parameter.BETA)) + ")";
        String unknown = open.isEmpty() ? "" : "at " + open + " it could not be excluded";
        return excluded.isEmpty()
                ? "slower answers could not be excluded" + quantiles()
                : closed + (open.isEmpty() ? "" : ", " + unknown);
    }

    private String limits() {
        return "x" + NumberFormat.plain(settings.get(Parameter.LATENCY_RATIO)) + " and 20 ms";
    }

    /** Such as {@code : EKS p50 118 ms, Mesos 39 ms}. */
    private String quantiles() {
        ResponseTimes times = state.metrics().times();
        if (!times.known()) {
            return "";
        }
        int worst = slowness.worst(state.metrics().slowness());
        return ": EKS " + SlownessTests.name(worst) + " " + times.eks().get(worst) + " ms, Mesos "
                + times.mesos().get(worst) + " ms (limit " + limits() + ")";
    }

    private Optional<String> averages() {
        Averages averages = state.metrics().averages();
        Stays stays = state.metrics().stays();
        return settings.get(Parameter.LATENCY_WEIGHT) > 0
                ? Optional.of("latency by averages only, which is weak: EKS slower in "
                        + (stays.points() > 0
                                ? stays.slower() + " of " + stays.points()
                                : averages.slower() + " of " + averages.points())
                        + (averages.enough() || stays.points() >= SignTest.FEWEST_POINTS
                                ? " points"
                                : " points, too few"))
                : Optional.empty();
    }

    private String mesos(Judgement found) {
        if (!found.withoutBaseline()) {
            return "Mesos " + of(found.traffic().baseline());
        }
        BaselineHistory before = state.metrics().errors().mesos();
        if (before.requests() == 0) {
            return "nothing to compare with: Mesos has no traffic and no figures from before";
        }
        return "judged without a live baseline: Mesos before " + of(new Counts(before.requests(), before.errors()));
    }

    private static String of(Counts counts) {
        return NumberFormat.count(counts.errors()) + " of " + NumberFormat.count(counts.requests());
    }

    /** The metrics that are suspicious by themselves; the one that weighs most where none is. */
    private List<String> causes(Judgement found) {
        Judgement.Evidence e = found.evidence();
        Map<String, Double> all = new LinkedHashMap<>();
        worst.ifPresent(k -> all.put(kind(k), k.evidence()));
        all.put(
                "more requests fail on EKS (" + NumberFormat.odds(Math.min(e.errors(), e.floor())) + ")",
                Math.min(e.errors(), e.floor()));
        all.put("EKS is slower" + quantiles() + " (latency " + NumberFormat.odds(e.latency()) + ")", e.latency());
        all.put(hanging(e), e.hanging());
        all.put("retries hide failures (" + NumberFormat.odds(e.retries()) + ")", e.retries());
        all.put("above the SLO (" + NumberFormat.odds(e.guardrail()) + ")", e.guardrail());
        all.put("pods fail more often than tasks (" + NumberFormat.odds(e.events()) + ")", e.events());
        beside.forEach(b -> all.put(b.text(), b.evidence()));
        double most = Collections.max(all.values());
        double needed = Math.min(most, settings.get(Parameter.SUSPICION));
        return all.entrySet().stream()
                .filter(c -> c.getValue() >= needed)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String kind(KindTests.Found found) {
        KindState test = found.state();
        String requests = test.route().isEmpty() ? " requests " : " requests for " + test.route() + " ";
        return "EKS: " + of(test.totals().canary()) + requests + test.kind().text() + ", Mesos "
                + of(test.totals().baseline()) + " (" + NumberFormat.odds(found.evidence()) + ")";
    }

    private String hanging(Judgement.Evidence evidence) {
        OpenRequests open = state.metrics().hanging().open();
        return "requests to EKS hang"
                + (open == null ? "" : ": " + open.canary() + " in flight, Mesos " + open.baseline())
                + " (" + NumberFormat.odds(evidence.hanging()) + ")";
    }
}

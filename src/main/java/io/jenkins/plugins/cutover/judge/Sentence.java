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
 * @param limit the failed fraction that a proof by the rate excludes
 * @param worst the kind that weighs most of those that are compared one by one; empty when none occurred
 */
record Sentence(JudgeState state, JudgeSettings settings, double limit, Optional<KindTests.Found> worst) {

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
        return parts;
    }

    /** That few requests fail; a sentence about harm of another kind would contradict itself with it. */
    private List<String> proof(Judgement found) {
        return switch (found.proof()) {
            case RATIO ->
                List.of("odds of failing under " + NumberFormat.plain(settings.psi1()) + " times Mesos's, proved "
                        + NumberFormat.odds(found.evidence().noHarmByRatio()));
            case RATE ->
                List.of("failing under " + NumberFormat.percent(limit) + ", proved "
                        + NumberFormat.odds(found.evidence().noHarmByRate()));
            case NONE -> List.of();
        };
    }

    /** Says when response times were not judged, so that a reader does not take them for good. */
    private Optional<String> timing(Judgement found) {
        if (!found.timed() && !found.harmful()) {
            return Optional.of("latency not judged yet: "
                    + (state.phase().warm(state.seconds(), settings)
                            ? NumberFormat.count(state.phase().timed()) + " of "
                                    + NumberFormat.count(Math.round(settings.get(Parameter.MIN_REQUESTS)))
                                    + " EKS answers timed"
                            : "EKS is warming up"));
        }
        boolean timing = settings.get(Parameter.LATENCY_WEIGHT) > 0 && settings.get(Parameter.AVERAGES) < 1;
        if (timing && state.phase().timed() == 0 && !found.harmful()) {
            return Optional.of("latency not judged: Mesos's answers were never timed");
        }
        Averages averages = state.metrics().averages();
        Stays stays = state.metrics().stays();
        boolean weak = settings.get(Parameter.LATENCY_WEIGHT) > 0 && settings.get(Parameter.AVERAGES) == 1;
        return weak
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
        all.put("EKS is slower (latency " + NumberFormat.odds(e.latency()) + ")", e.latency());
        all.put(hanging(e), e.hanging());
        all.put("retries hide failures (" + NumberFormat.odds(e.retries()) + ")", e.retries());
        all.put("above the SLO (" + NumberFormat.odds(e.guardrail()) + ")", e.guardrail());
        all.put("pods fail more often than tasks (" + NumberFormat.odds(e.events()) + ")", e.events());
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

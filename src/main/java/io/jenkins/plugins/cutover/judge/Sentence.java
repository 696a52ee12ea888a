package io.jenkins.plugins.cutover.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reason for a judgement, as text. */
final class Sentence {
    private Sentence() {}

    static Judgement added(Judgement found, JudgeState state, JudgeSettings settings, double limit) {
        return new Judgement(
                found.kind(),
                String.join("; ", parts(found, state, settings, limit)),
                found.evidence(),
                found.traffic(),
                found.enoughData(),
                found.proof(),
                found.withoutBaseline(),
                found.silence(),
                found.timed());
    }

    private static List<String> parts(Judgement found, JudgeState state, JudgeSettings settings, double limit) {
        List<String> parts = new ArrayList<>();
        parts.add("EKS " + of(found.traffic().canary()) + " requests failed, " + mesos(found, state));
        parts.add("evidence " + NumberFormat.odds(found.evidence().harm()));
        if (found.evidence().harm() >= settings.get(Parameter.SUSPICION)) {
            because(found, parts);
        }
        switch (found.proof()) {
            case RATIO ->
                parts.add("odds of failing under " + NumberFormat.plain(settings.psi1()) + " times Mesos's, proved "
                        + NumberFormat.odds(found.evidence().noHarmByRatio()));
            case RATE ->
                parts.add("failing under " + NumberFormat.percent(limit) + ", proved "
                        + NumberFormat.odds(found.evidence().noHarmByRate()));
            case NONE -> {}
        }
        if (found.kind() == Judgement.Kind.CONTINUE && !found.enoughData()) {
            parts.add("not enough EKS traffic yet");
        }
        timing(found, state, settings).ifPresent(parts::add);
        return parts;
    }

    /** Says when response times were not judged, so that a reader does not take them for good. */
    private static Optional<String> timing(Judgement found, JudgeState state, JudgeSettings settings) {
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
        boolean weak = settings.get(Parameter.LATENCY_WEIGHT) > 0 && settings.get(Parameter.AVERAGES) == 1;
        return weak
                ? Optional.of("latency by averages only, which is weak: EKS slower in " + averages.slower() + " of "
                        + averages.points() + (averages.enough() ? " points" : " points, too few"))
                : Optional.empty();
    }

    private static String mesos(Judgement found, JudgeState state) {
        if (!found.withoutBaseline()) {
            return "Mesos " + of(found.traffic().baseline());
        }
        BaselineHistory before = state.metrics().errors().mesos();
        if (state.metrics().errors().bound() == 0) {
            return "nothing to compare with: Mesos has no traffic and no figures from before";
        }
        return "judged without a live baseline: Mesos before " + of(new Counts(before.requests(), before.errors()))
                + " (at most " + NumberFormat.percent(state.metrics().errors().bound()) + ")";
    }

    private static String of(Counts counts) {
        return NumberFormat.count(counts.errors()) + " of " + NumberFormat.count(counts.requests());
    }

    /** Names the metrics that are worse than the failures. */
    private static void because(Judgement found, List<String> parts) {
        Judgement.Evidence evidence = found.evidence();
        double failures = Math.min(evidence.errors(), evidence.floor());
        if (evidence.latency() > failures) {
            parts.add("EKS is slower (latency " + NumberFormat.odds(evidence.latency()) + ")");
        }
        if (evidence.retries() > failures) {
            parts.add("retries hide failures (" + NumberFormat.odds(evidence.retries()) + ")");
        }
        if (evidence.guardrail() > failures) {
            parts.add("above the SLO (" + NumberFormat.odds(evidence.guardrail()) + ")");
        }
        if (evidence.events() > failures) {
            parts.add("pods fail more often than tasks (" + NumberFormat.odds(evidence.events()) + ")");
        }
    }
}

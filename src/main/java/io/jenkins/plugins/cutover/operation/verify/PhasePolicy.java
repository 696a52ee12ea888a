package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Decision;
import io.jenkins.plugins.cutover.judge.Judgement;
import io.jenkins.plugins.cutover.judge.PhaseDecider;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.model.VerifySpec;
import io.jenkins.plugins.cutover.model.VerifySpec.OnInconclusive;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides the next step of a phase: the judge's decision, the checks, and what the user wants when nothing is
 * proved in time.
 *
 * @param bake how long the phase takes at least
 * @param thin decides where Mesos has too little traffic to compare with
 */
record PhasePolicy(Duration bake, VerifyChoices choices, ThinControl thin) {
    /** Evidence that is older says nothing about the present; no phase passes by it. */
    private static final Duration STALE = Duration.ofSeconds(10);

    PhasePolicy(Duration bake, VerifyChoices choices) {
        this(bake, choices, new ThinControl());
    }

    NextStep decide(Observation seen) {
        if (!seen.checks().harm().isEmpty()) {
            return NextStep.RollBack.harmful(seen.checks().harm());
        }
        if (!seen.checks().blind().isEmpty()) {
            return new NextStep.RollBack(
                    Verdict.BLIND, "BLIND: " + seen.checks().blind(), false);
        }
        Decision decision = byTraffic(seen);
        Optional<NextStep> settled =
                decision.action() == Decision.Action.ROLL_BACK ? Optional.empty() : thin.decide(seen);
        return settled.orElseGet(() -> step(seen, decision));
    }

    private NextStep step(Observation seen, Decision decision) {
        return switch (decision.action()) {
            case PASS -> pass(seen);
            case ROLL_BACK ->
                new NextStep.RollBack(decision.verdict(), decision.sentence(), decision.verdict() == Verdict.HARMFUL);
            case EXTEND -> unproved(seen, decision);
            case ASK -> asked(seen, decision);
            case WAIT ->
                baked(seen)
                        ? thin.unproved(seen).orElseGet(() -> new NextStep.Continue(seen.pollAfter(), status(seen)))
                        : new NextStep.Continue(seen.pollAfter(), status(seen));
            case HOLD -> new NextStep.Continue(seen.pollAfter(), phase(seen) + ": " + decision.sentence());
        };
    }

    private Decision byTraffic(Observation seen) {
        return new PhaseDecider(JudgeSettingsMapper.of(seen.record().spec(), rules(seen)))
                .decide(seen.judgement(), elapsed(seen, bake), seen.checks().awaited());
    }

    static PhaseDecider.Elapsed elapsed(Observation seen, Duration bake) {
        CutoverRecord.Verify v = seen.record().verify();
        return new PhaseDecider.Elapsed(
                seen.since(v.startedAt()),
                JudgeSettingsMapper.seconds(bake),
                v.missedPolls(),
                seen.since(v.lastEvidenceAt()),
                seen.idle(),
                v.extended(),
                seen.record().spec().haproxy().instances().size());
    }

    /** A process that was suspended since it read the fleet has no evidence of the present. */
    private NextStep pass(Observation seen) {
        Duration age = Duration.between(seen.record().verify().lastEvidenceAt(), seen.at());
        return age.compareTo(STALE) > 0
                ? new NextStep.Continue(seen.pollAfter(), phase(seen) + ": polls again after a pause")
                : new NextStep.Pass(
                        Verdict.HEALTHY,
                        seen.judgement().sentence() + seen.checks().signalsAdded(),
                        seen.judgement(),
                        false);
    }

    private NextStep unproved(Observation seen, Decision decision) {
        OnInconclusive choice = rules(seen).onInconclusive();
        return switch (choice) {
            case ASK, PROCEED ->
                new NextStep.Pass(
                        Verdict.INCONCLUSIVE, decision.sentence(), seen.judgement(), choice == OnInconclusive.ASK);
            case ROLLBACK -> new NextStep.RollBack(Verdict.INCONCLUSIVE, decision.sentence(), false);
            case HOLD -> new NextStep.Extend(seen.pollAfter(), decision.sentence());
        };
    }

    /** Too little traffic is no reason to send a service back, unless its owner says so. */
    private NextStep asked(Observation seen, Decision decision) {
        return rules(seen).onInconclusive() == OnInconclusive.ROLLBACK
                ? new NextStep.RollBack(Verdict.INCONCLUSIVE, decision.sentence(), false)
                : new NextStep.Pass(Verdict.INCONCLUSIVE, decision.sentence(), seen.judgement(), true);
    }

    private boolean baked(Observation seen) {
        return seen.since(seen.record().verify().startedAt()) >= JudgeSettingsMapper.seconds(bake);
    }

    private String status(Observation seen) {
        var eks = seen.judgement().traffic().canary();
        double left = JudgeSettingsMapper.seconds(bake)
                - seen.since(seen.record().verify().startedAt());
        return phase(seen) + ": " + eks.requests() + " EKS requests, " + eks.errors() + " errors, "
                + (left > 0 ? Durations.text(Duration.ofSeconds((long) Math.ceil(left))) + " to go" : waitsFor(seen))
                + seen.checks().signalsAdded()
                + seen.probes();
    }

    private static String waitsFor(Observation seen) {
        Judgement found = seen.judgement();
        String awaited = seen.checks().awaited();
        if (!found.mesosWorse().isEmpty()) {
            return "waits for Mesos to be as before: " + found.mesosWorse();
        }
        if (found.kind() == Judgement.Kind.NO_HARM_PROVEN) {
            return "waits for " + (awaited.isEmpty() ? "Mesos's traffic" : awaited);
        }
        return found.enoughData() && !found.timed() ? "waits for response times" : "waits for proof";
    }

    private static String phase(Observation seen) {
        return seen.record().service() + " " + seen.record().share();
    }

    private VerifySpec rules(Observation seen) {
        return seen.record().spec().verify().with(choices);
    }
}

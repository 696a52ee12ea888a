package io.jenkins.plugins.cutover.judge;

import io.jenkins.plugins.cutover.judge.Decision.Action;
import io.jenkins.plugins.cutover.model.Verdict;
import java.util.Optional;

/** Decides when a phase passes, waits, is extended or fails, from the judge's finding and the elapsed time. Pure. */
public final class PhaseDecider {
    /** EKS is not blamed for a silence of which this part is a silence of all clients. */
    private static final double IDLE = .5;

    private final JudgeSettings settings;

    public PhaseDecider(JudgeSettings settings) {
        this.settings = settings;
    }

    /**
     * Times of the running phase, all in seconds.
     *
     * @param phase since the share was confirmed
     * @param bake the least that the user wants
     * @param missedPolls in a row
     * @param sincePoll since the last poll that answered
     * @param idle since any request of clients arrived, for whichever side
     * @param extended whether EXTEND was decided before in this phase
     * @param instances of HAProxy that share the traffic, 1 or more; each gives the servers their turns for itself
     */
    public record Elapsed(
            double phase,
            double bake,
            int missedPolls,
            double sincePoll,
            double idle,
            boolean extended,
            int instances) {
        /** While requests arrive, at one instance. */
        public Elapsed(double phase, double bake, int missedPolls, double sincePoll, boolean extended) {
            this(phase, bake, missedPolls, sincePoll, 0, extended, 1);
        }
    }

    public Decision decide(Judgement found, Elapsed elapsed) {
        return decide(found, elapsed, "");
    }

    /** @param awaited what else the phase waits for; empty when for nothing */
    public Decision decide(Judgement found, Elapsed elapsed, String awaited) {
        return urgent(found, elapsed)
                .or(() -> silent(found.silence(), elapsed).map(silence -> held(silence, found, elapsed)))
                .orElseGet(() -> elapsed.phase() < elapsed.bake() ? waiting(found) : baked(found, elapsed, awaited));
    }

    /**
     * What a poll outside a phase decides, at a gate or in the soak: harm and blindness count as in a phase, and nothing
     * passes.
     */
    public Decision guarded(Judgement found, Elapsed elapsed) {
        return urgent(found, elapsed).or(() -> silent(found.silence(), elapsed)).orElseGet(() -> waiting(found));
    }

    /** Harm, and blindness: what no phase waits for. */
    private Optional<Decision> urgent(Judgement found, Elapsed elapsed) {
        if (found.harmful()) {
            return Optional.of(new Decision(Action.ROLL_BACK, Verdict.HARMFUL, false, found.sentence()));
        }
        if (elapsed.missedPolls() >= settings.get(Parameter.MISSED_POLLS)) {
            String why = "no metrics for " + seconds(elapsed.sincePoll());
            return Optional.of(blind(elapsed.sincePoll() >= settings.get(Parameter.BLIND), why));
        }
        return Optional.empty();
    }

    /** A silence is held; when the phase's time is over it is no reason to pass, nor to send EKS back. */
    private Decision held(Decision silence, Judgement found, Elapsed elapsed) {
        return elapsed.phase() < latest(elapsed)
                ? silence
                : new Decision(late(found, elapsed, ""), Verdict.INCONCLUSIVE, true, silence.sentence());
    }

    private static Optional<Decision> silent(Judgement.Silence silence, Elapsed elapsed) {
        if (silence.canarySeconds() <= .3 * silence.patience()) {
            return Optional.empty();
        }
        if (elapsed.idle() >= IDLE * silence.canarySeconds()) {
            String nothing = "nothing to judge: no request arrived for " + seconds(elapsed.idle());
            return Optional.of(new Decision(Action.HOLD, Verdict.INCONCLUSIVE, false, nothing));
        }
        String none = "no request reached EKS for " + seconds(silence.canarySeconds());
        String expected = Double.isInfinite(silence.expected())
                ? ""
                : "; " + NumberFormat.plain(Math.rint(silence.expected())) + " were expected";
        String why = silence.expected() < unexplained(elapsed.instances())
                ? ", too few to tell"
                : ": the split is not what was set, look at the routing";
        return Optional.of(new Decision(
                Action.HOLD, Verdict.INCONCLUSIVE, false, none + expected + (expected.isEmpty() ? "" : why)));
    }

    /**
     * Expected EKS requests from which on a silence has another cause than chance or round robin. Before the first turn of
     * EKS an instance may serve 2.1 / share requests (SmallSharesTest), in which 2.1 are expected on EKS; at 25 % and more
     * servers that have their turns together make it up to 10.
     */
    private static double unexplained(int instances) {
        return Findings.MISSING_REQUESTS * (1 + instances);
    }

    private static Decision blind(boolean tooLong, String why) {
        return new Decision(tooLong ? Action.ROLL_BACK : Action.HOLD, Verdict.BLIND, tooLong, "BLIND: " + why);
    }

    private static Decision waiting(Judgement found) {
        boolean proven = found.kind() == Judgement.Kind.NO_HARM_PROVEN;
        return new Decision(Action.WAIT, proven ? Verdict.HEALTHY : Verdict.INCONCLUSIVE, false, found.sentence());
    }

    private Decision baked(Judgement found, Elapsed elapsed, String awaited) {
        return found.mesosWorse().isEmpty()
                ? bakedWith(found, elapsed, awaited)
                : bakedWith(
                        found,
                        elapsed,
                        "Mesos to be as before (" + found.mesosWorse() + ")"
                                + (awaited.isEmpty() ? "" : ", " + awaited));
    }

    private Decision bakedWith(Judgement found, Elapsed elapsed, String awaited) {
        Judgement.Silence silence = found.silence();
        boolean baselineGone = silence.baselineExpected() && silence.baselineSeconds() >= silence.patience();
        if (found.kind() == Judgement.Kind.NO_HARM_PROVEN && !baselineGone && awaited.isEmpty()) {
            return new Decision(Action.PASS, Verdict.HEALTHY, false, found.sentence());
        }
        String why = "INCONCLUSIVE after " + seconds(elapsed.phase()) + ": "
                + (baselineGone ? "no request reached Mesos for " + seconds(silence.baselineSeconds()) + "; " : "")
                + (awaited.isEmpty() ? "" : "still waiting for " + awaited + "; ")
                + found.numbers();
        return new Decision(late(found, elapsed, awaited), Verdict.INCONCLUSIVE, true, why);
    }

    /** Without a sign of harm a person decides: a service is not sent back because a proof would take longer. */
    private Action late(Judgement found, Elapsed elapsed, String awaited) {
        if (elapsed.phase() < latest(elapsed)) {
            return Action.WAIT;
        }
        boolean suspicious = found.evidence().harm() >= settings.get(Parameter.SUSPICION)
                || !found.suspicion().isEmpty();
        if (suspicious || elapsed.extended() && !awaited.isEmpty()) {
            return Action.ROLL_BACK;
        }
        return elapsed.extended() ? Action.ASK : Action.EXTEND;
    }

    private double latest(Elapsed elapsed) {
        double max = Math.max(settings.get(Parameter.MAX), elapsed.bake());
        return elapsed.extended() ? 2 * max : max;
    }

    /** Tenths up to a minute, whole seconds above. */
    private static String seconds(double value) {
        double parts = value < 60 ? 10 : 1;
        return NumberFormat.plain(Math.rint(value * parts) / parts) + " s";
    }
}

package io.jenkins.plugins.cutover.judge;

import java.util.List;
import java.util.Optional;

/** What a state proves. */
final class Findings {
    /** The chance that none of 7 expected requests arrives is one in a thousand. */
    static final double MISSING_REQUESTS = 7;

    private static final double WHOLE = 10_000;

    private final JudgeSettings settings;
    private final MetricTests metricTests;
    private final NoHarm noHarm;

    Findings(JudgeSettings settings, MetricTests metricTests, NoHarm noHarm) {
        this.settings = settings;
        this.metricTests = metricTests;
        this.noHarm = noHarm;
    }

    Judgement of(JudgeState state, List<Beside> beside) {
        PhaseEvidence phase = state.phase();
        double least = needed(state);
        Counts clients = phase.totals().canary();
        Counts probes = clients.requests() < least ? Beside.probesOfEks(beside) : Counts.NONE;
        Judgement.Evidence evidence = evidence(state, clients.plus(probes)).with(beside);
        boolean enough = clients.plus(probes).requests() >= least && blocks(state, probes);
        Judgement.Proof proof = proof(evidence);
        boolean timed = metricTests.passesTimes(state.metrics(), phase.meantAlone());
        Judgement.Kind kind = kind(state, evidence, enough && timed && proof != Judgement.Proof.NONE);
        Judgement found = new Judgement(
                kind,
                "",
                evidence,
                phase.totals(),
                enough,
                proof,
                phase.alone(),
                silence(state),
                timed,
                state.metrics().mesos().worse(),
                state.metrics().suspicion().reason());
        return new Sentence(
                        state,
                        settings,
                        noHarm.excluded(clients.plus(probes)),
                        kindsOfHarm(state),
                        metricTests.slowness(),
                        beside,
                        counted(beside, clients, probes))
                .addedTo(found);
    }

    private Judgement.Kind kind(JudgeState state, Judgement.Evidence evidence, boolean proved) {
        if (evidence.harm() >= 1 / settings.alpha()) {
            return Judgement.Kind.HARMFUL;
        }
        // A Mesos that lost its traffic though the share leaves it some is no reason to compare with its past.
        boolean comparable =
                !state.phase().alone() || state.phase().meantAlone() && metricTests.canJudgeAlone(state.metrics());
        boolean suspected = evidence.harm() >= settings.get(Parameter.SUSPICION)
                || !state.metrics().suspicion().reason().isEmpty()
                || metricTests.meansSlower(state.metrics());
        return proved && comparable && !suspected ? Judgement.Kind.NO_HARM_PROVEN : Judgement.Kind.CONTINUE;
    }

    private Judgement.Proof proof(Judgement.Evidence evidence) {
        double needed = 1 / settings.get(Parameter.BETA);
        if (evidence.noHarmByRatio() >= needed) {
            return Judgement.Proof.RATIO;
        }
        return evidence.noHarmByRate() >= needed ? Judgement.Proof.RATE : Judgement.Proof.NONE;
    }

    /** Where probes count for the proof, so does the time in which they were sent. */
    private boolean blocks(JudgeState state, Counts probes) {
        double blocks = settings.get(Parameter.MIN_BLOCKS);
        double seconds = state.seconds() - state.phase().start();
        return state.phase().blocks() >= blocks
                || probes.requests() > 0 && seconds >= blocks * settings.get(Parameter.BLOCK);
    }

    private static List<String> counted(List<Beside> beside, Counts clients, Counts probes) {
        String proof = "; they count for the proof, since clients sent " + NumberFormat.count(clients.requests())
                + " requests to EKS";
        return beside.stream()
                .filter(b -> !b.probes().equals(Pair.NONE))
                .map(b -> b.words() + (probes.requests() > 0 ? proof : ""))
                .toList();
    }

    Judgement.Evidence evidence(JudgeState state) {
        return evidence(state, state.phase().totals().canary());
    }

    private Judgement.Evidence evidence(JudgeState state, Counts canary) {
        PhaseEvidence phase = state.phase();
        return metricTests.evidence(
                state.metrics(),
                state.spending().unspent(),
                noHarm.ratioEvidence(phase.noHarm()),
                noHarm.rateEvidence(canary, limit(state)));
    }

    private Optional<KindTests.Found> kindsOfHarm(JudgeState state) {
        return metricTests.worstKind(state.metrics(), state.spending().unspent());
    }

    private double limit(JudgeState state) {
        BaselineHistory mesos = state.metrics().errors().mesos();
        // What an ask has shown lately: both sides may fail more often now than in the cutover as a whole.
        Counts calm = state.metrics().suspicion().failures().calm();
        BaselineHistory usual = new BaselineHistory(calm.requests(), calm.errors(), 1, 0);
        double beta = settings.get(Parameter.BETA);
        return noHarm.limit(
                settings.acceptable(rate(state)),
                state.phase().alone() ? Math.max(mesos.lower(beta), usual.lower(beta)) : 0);
    }

    /** Requests to EKS in a phase before it can pass; fewer than minRequests where traffic is low. */
    private double needed(JudgeState state) {
        double bearable = settings.acceptable(rate(state));
        double least = settings.get(Parameter.MIN_REQUESTS);
        return bearable > settings.acceptable() ? Math.min(least, noHarm.needed(bearable)) : least;
    }

    private static double rate(JudgeState state) {
        return state.requests() / Math.max(1, state.seconds() - state.start());
    }

    private Judgement.Silence silence(JudgeState state) {
        PhaseEvidence phase = state.phase();
        double rate = rate(state);
        // A replay has no planned share: the realised one gives what to expect.
        double expected = phase.share() > 0
                ? rate * phase.share() / WHOLE
                : phase.totals().canary().requests() / Math.max(1, state.seconds() - phase.start());
        double blind = settings.get(Parameter.BLIND);
        return new Judgement.Silence(
                state.seconds() - phase.lastCanary(),
                state.seconds() - phase.lastBaseline(),
                !phase.meantAlone(),
                expected > 0 ? Math.max(blind, MISSING_REQUESTS / expected) : blind,
                phase.expectedSince());
    }
}

package io.jenkins.plugins.cutover.judge;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The judge for one set of settings: immutable, cheap, safe to share. State goes in and out. */
public final class Judge {
    private final JudgeSettings settings;
    private final Weights weights;
    private final Comparison errors;
    private final Comparison latency;
    private final RateTest floor;
    private final RateTest guardrail;
    private final NoHarm noHarm;

    public Judge(JudgeSettings settings) {
        this.settings = settings;
        this.weights = Weights.of(settings);
        this.errors = Comparison.ofErrors(settings);
        this.latency = Comparison.ofLatency(settings);
        this.floor = settings.get(Parameter.FLOOR) > 0 ? RateTest.floor(settings.get(Parameter.FLOOR)) : null;
        this.guardrail = settings.hasSlo() ? RateTest.guardrail(settings.get(Parameter.SLO)) : null;
        this.noHarm = new NoHarm(settings);
    }

    /**
     * The state before the first poll.
     *
     * @param seconds now, on the polls' clock
     * @param share basis points (500 is 5 %) of the first phase
     * @param canaryPods EKS pods serving it
     * @param mesosBefore what was measured on Mesos beforehand; {@link Figures#NONE} if nothing
     */
    public JudgeState start(double seconds, int share, int canaryPods, Figures mesosBefore) {
        return new JudgeState(
                JudgeState.VERSION,
                seconds,
                seconds,
                seconds,
                false,
                0,
                Spending.NONE,
                Phase.of(share, canaryPods, seconds),
                errors.start(mesosBefore),
                weights.retries() > 0 ? errors.start(Figures.NONE) : null,
                weights.latency() > 0
                        ? Collections.nCopies(LatencyQuantiles.COUNT, latency.start(Figures.NONE))
                        : List.of(),
                floor == null ? List.of() : floor.start(),
                guardrail == null ? List.of() : guardrail.start(),
                Averages.NONE);
    }

    /** The next phase: evidence of harm is carried on, never reset; no-harm must be proved anew. */
    public JudgeState phase(JudgeState state, double seconds, int share, int canaryPods) {
        return new JudgeState(
                state.version(),
                state.start(),
                Math.max(seconds, state.seconds()),
                state.blockStart(),
                false,
                state.requests(),
                state.spending(),
                Phase.of(share, canaryPods, Math.max(seconds, state.seconds())),
                state.errors(),
                state.retries(),
                state.latency(),
                state.floor(),
                state.guardrail(),
                state.averages());
    }

    /** Takes one poll in. A poll that could not be made, or whose counters went down, is simply not given. */
    public JudgeState observe(JudgeState before, Poll poll) {
        double now = Math.max(poll.seconds(), before.seconds());
        JudgeState state = poll.traffic().canary().requests() > 0 ? inBlock(before, now) : before;
        Pair traffic = poll.traffic();
        boolean alone = state.phase().thin(state.phase().totals().plus(traffic));
        Spending spending = alone ? state.spending().withBound() : state.spending();
        boolean warm = state.phase().warm(now, settings);
        return new JudgeState(
                state.version(),
                state.start(),
                now,
                state.blockStart(),
                state.blockOpen(),
                state.requests()
                        + traffic.canary().requests()
                        + traffic.baseline().requests(),
                spending,
                state.phase()
                        .observed(now, traffic, noHarm.observe(state.phase().noHarm(), traffic), alone),
                compare(errors, state.errors(), traffic, alone, now - before.seconds(), weights.errors()),
                state.retries() == null || poll.retries().isEmpty()
                        ? state.retries()
                        : compare(
                                errors,
                                state.retries(),
                                poll.retries().get(),
                                alone,
                                now - before.seconds(),
                                weights.retries()),
                warm ? latencies(state, poll, alone) : state.latency(),
                floor == null ? state.floor() : floor.observe(state.floor(), traffic.canary()),
                guardrail == null ? state.guardrail() : guardrail.observe(state.guardrail(), traffic.canary()),
                warm ? averages(state, poll) : state.averages());
    }

    private JudgeState inBlock(JudgeState state, double now) {
        // A poll holds what happened before it: the one at exactly the block's length still belongs to the block.
        boolean same = state.blockOpen() && now - state.blockStart() <= settings.get(Parameter.BLOCK) + 1e-9;
        return same ? state : nextBlock(state);
    }

    private JudgeState nextBlock(JudgeState state) {
        boolean newPhase = state.phase().blocks() == 0;
        double stake = state.spending().next(newPhase, settings.get(Parameter.HORIZON) / settings.get(Parameter.BLOCK));
        return new JudgeState(
                state.version(),
                state.start(),
                state.seconds(),
                state.seconds(),
                true,
                state.requests(),
                state.spending().afterBlock(newPhase, stake),
                state.phase().blockOpened(),
                errors.nextBlock(state.errors(), stake),
                state.retries() == null ? null : errors.nextBlock(state.retries(), stake),
                state.latency().stream().map(s -> latency.nextBlock(s, stake)).toList(),
                Wealth.stake(state.floor(), stake),
                Wealth.stake(state.guardrail(), stake),
                state.averages());
    }

    private Comparison.State compare(
            Comparison test, Comparison.State state, Pair poll, boolean alone, double seconds, double weight) {
        return alone
                ? test.observeAlone(state, poll.canary(), settings.alpha() * Spending.FOR_BOUND * weight)
                : test.observe(state, poll, seconds);
    }

    private List<Comparison.State> latencies(JudgeState state, Poll poll, boolean alone) {
        if (state.latency().isEmpty() || poll.latency().isEmpty()) {
            return state.latency();
        }
        double weight = weights.latency() / LatencyQuantiles.COUNT;
        return IntStream.range(0, LatencyQuantiles.COUNT)
                .mapToObj(i ->
                        compare(latency, state.latency().get(i), poll.latency().get(i), alone, 1, weight))
                .toList();
    }

    private Averages averages(JudgeState state, Poll poll) {
        return poll.averages()
                .map(means -> state.averages().observe(poll.traffic(), means, settings.get(Parameter.LATENCY_RATIO)))
                .orElse(state.averages());
    }

    /** What the traffic so far says. */
    public Judgement judge(JudgeState state) {
        Judgement.Evidence evidence = evidence(state);
        Phase phase = state.phase();
        boolean enough = phase.totals().canary().requests() >= settings.get(Parameter.MIN_REQUESTS)
                && phase.blocks() >= settings.get(Parameter.MIN_BLOCKS);
        Judgement.Proof proof = proof(evidence);
        Judgement.Kind kind = kind(evidence, enough, comparable(state), proof);
        Judgement found =
                new Judgement(kind, "", evidence, phase.totals(), enough, proof, phase.alone(), silence(state));
        return Sentence.added(found, state, settings, limit(state));
    }

    /** Evidence of harm alone, for replaying many streams: {@code 1/alpha} is HARMFUL. */
    public double harm(JudgeState state) {
        return evidence(state).harm();
    }

    private Judgement.Kind kind(
            Judgement.Evidence evidence, boolean enough, boolean comparable, Judgement.Proof proof) {
        if (evidence.harm() >= 1 / settings.alpha()) {
            return Judgement.Kind.HARMFUL;
        }
        boolean clear = enough
                && comparable
                && proof != Judgement.Proof.NONE
                && evidence.harm() < settings.get(Parameter.SUSPICION);
        return clear ? Judgement.Kind.NO_HARM_PROVEN : Judgement.Kind.CONTINUE;
    }

    /** EKS alone proves nothing, unless there is something to hold against it. */
    private boolean comparable(JudgeState state) {
        return !state.phase().alone() || guardrail != null || state.errors().bound() > 0;
    }

    private Judgement.Proof proof(Judgement.Evidence evidence) {
        double needed = 1 / settings.get(Parameter.BETA);
        if (evidence.noHarmByRatio() >= needed) {
            return Judgement.Proof.RATIO;
        }
        return evidence.noHarmByRate() >= needed ? Judgement.Proof.RATE : Judgement.Proof.NONE;
    }

    private Judgement.Evidence evidence(JudgeState state) {
        double unspent = state.spending().unspent();
        double ratio = errors.evidence(state.errors(), unspent);
        double atFloor = floor == null ? ratio : Wealth.mean(state.floor()) + unspent;
        double failures = Math.min(ratio, atFloor);
        double retries = state.retries() == null ? 1 : errors.evidence(state.retries(), unspent);
        double slow = latencyEvidence(state, unspent);
        double promise = guardrail == null ? 1 : Wealth.mean(state.guardrail()) + unspent;
        return new Judgement.Evidence(
                weights.errors() * failures
                        + weights.retries() * retries
                        + weights.latency() * slow
                        + weights.guardrail() * promise,
                ratio,
                atFloor,
                retries,
                slow,
                promise,
                noHarm.ratioEvidence(state.phase().noHarm()),
                noHarm.rateEvidence(state.phase().totals().canary(), limit(state)));
    }

    /** Exceedances have nearly all the weight; averages are weak and speak when nothing better does. */
    private double latencyEvidence(JudgeState state, double unspent) {
        if (state.latency().isEmpty()) {
            return 1;
        }
        double exceeded = state.latency().stream()
                .mapToDouble(s -> latency.evidence(s, unspent))
                .average()
                .orElse(1);
        return (1 - Weights.AVERAGES) * exceeded
                + Weights.AVERAGES * state.averages().evidence();
    }

    private double limit(JudgeState state) {
        boolean alone = state.phase().alone();
        return noHarm.limit(alone ? state.errors().mesos().lower(settings.get(Parameter.BETA)) : 0);
    }

    /** Seven expected requests missing is a chance of one in a thousand. */
    private Judgement.Silence silence(JudgeState state) {
        double rate = state.requests() / Math.max(1, state.seconds() - state.start());
        Phase phase = state.phase();
        // Without a planned share (a replay) the realised one tells what is to be expected.
        double expected = phase.share() > 0
                ? rate * phase.share() / 10_000
                : phase.totals().canary().requests() / Math.max(1, state.seconds() - phase.start());
        double blind = settings.get(Parameter.BLIND);
        return new Judgement.Silence(
                state.seconds() - state.phase().lastCanary(),
                state.seconds() - state.phase().lastBaseline(),
                !state.phase().meantAlone(),
                expected > 0 ? Math.max(blind, 7 / expected) : blind);
    }
}

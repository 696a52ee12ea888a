package io.jenkins.plugins.cutover.judge;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The tests that the settings ask for, one for each metric, and how their evidence is mixed. */
final class Instruments {
    private final JudgeSettings settings;
    private final Weights weights;
    private final Comparison errors;
    private final Comparison latency;
    private final RateTest floor;
    private final RateTest guardrail;

    Instruments(JudgeSettings settings) {
        this.settings = settings;
        this.weights = Weights.of(settings);
        this.errors = Comparison.ofErrors(settings);
        this.latency = Comparison.ofLatency(settings);
        this.floor = settings.get(Parameter.FLOOR) > 0 ? RateTest.floor(settings.get(Parameter.FLOOR)) : null;
        this.guardrail = settings.hasSlo() ? RateTest.guardrail(settings.get(Parameter.SLO)) : null;
    }

    Metrics start(Figures mesosBefore) {
        return new Metrics(
                errors.start(mesosBefore),
                weights.retries() > 0 ? errors.start(Figures.NONE) : null,
                weights.latency() > 0
                        ? Collections.nCopies(LatencyQuantiles.COUNT, latency.start(Figures.NONE))
                        : List.of(),
                floor == null ? List.of() : floor.start(),
                guardrail == null ? List.of() : guardrail.start(),
                Averages.NONE);
    }

    Metrics nextBlock(Metrics m, double stake) {
        return new Metrics(
                errors.nextBlock(m.errors(), stake),
                m.retries() == null ? null : errors.nextBlock(m.retries(), stake),
                m.latency().stream().map(s -> latency.nextBlock(s, stake)).toList(),
                Wealth.stake(m.floor(), stake),
                Wealth.stake(m.guardrail(), stake),
                m.averages());
    }

    /**
     * How a poll is to be taken.
     *
     * @param alone without a live baseline
     * @param warm whether latency counts already
     * @param seconds that the poll covers
     */
    record Circumstances(boolean alone, boolean warm, double seconds) {}

    Metrics observe(Metrics m, Poll poll, Circumstances how) {
        Counts canary = poll.traffic().canary();
        return new Metrics(
                compare(errors, m.errors(), poll.traffic(), how, weights.errors()),
                m.retries() == null || poll.retries().isEmpty()
                        ? m.retries()
                        : compare(errors, m.retries(), poll.retries().get(), how, weights.retries()),
                how.warm ? latencies(m.latency(), poll.latency(), how) : m.latency(),
                floor == null ? m.floor() : floor.observe(m.floor(), canary, how.seconds),
                guardrail == null ? m.guardrail() : guardrail.observe(m.guardrail(), canary, how.seconds),
                how.warm ? averages(m.averages(), poll) : m.averages());
    }

    private Comparison.State compare(
            Comparison test, Comparison.State state, Pair poll, Circumstances how, double weight) {
        return how.alone
                ? test.observeAlone(state, poll.canary(), how.seconds, settings.alpha() * Spending.FOR_BOUND * weight)
                : test.observe(state, poll, how.seconds);
    }

    private List<Comparison.State> latencies(List<Comparison.State> states, List<Pair> polled, Circumstances how) {
        if (states.isEmpty() || polled.isEmpty()) {
            return states;
        }
        double weight = weights.latency() / LatencyQuantiles.COUNT;
        return IntStream.range(0, LatencyQuantiles.COUNT)
                .mapToObj(i -> compare(latency, states.get(i), polled.get(i), how, weight))
                .toList();
    }

    private Averages averages(Averages before, Poll poll) {
        return poll.averages()
                .map(means -> before.observe(poll.traffic(), means, settings.get(Parameter.LATENCY_RATIO)))
                .orElse(before);
    }

    /** Whether there is anything to hold EKS alone against. */
    boolean canJudgeAlone(Metrics m) {
        return guardrail != null || m.errors().bound() > 0;
    }

    /** The metrics' capitals and their mix, {@code unspent} being what is not staked yet. */
    Judgement.Evidence evidence(Metrics m, double unspent, double noHarmByRatio, double noHarmByRate) {
        double ratio = errors.evidence(m.errors(), unspent);
        double atFloor = floor == null ? ratio : Wealth.mean(m.floor()) + unspent;
        double retries = m.retries() == null ? 1 : errors.evidence(m.retries(), unspent);
        double slow = latencyEvidence(m, unspent);
        double promise = guardrail == null ? 1 : Wealth.mean(m.guardrail()) + unspent;
        double harm = weights.errors() * Math.min(ratio, atFloor)
                + weights.retries() * retries
                + weights.latency() * slow
                + weights.guardrail() * promise;
        return new Judgement.Evidence(harm, ratio, atFloor, retries, slow, promise, noHarmByRatio, noHarmByRate);
    }

    /** Exceedances have nearly all the weight; averages are weak and speak when nothing better does. */
    private double latencyEvidence(Metrics m, double unspent) {
        if (m.latency().isEmpty()) {
            return 1;
        }
        double exceeded = m.latency().stream()
                .mapToDouble(s -> latency.evidence(s, unspent))
                .average()
                .orElse(1);
        return (1 - Weights.AVERAGES) * exceeded
                + Weights.AVERAGES * m.averages().evidence();
    }
}

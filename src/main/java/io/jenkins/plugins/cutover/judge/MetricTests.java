package io.jenkins.plugins.cutover.judge;

import io.jenkins.plugins.cutover.model.HarmKind;
import java.util.List;
import java.util.Optional;

/** The tests that the settings ask for, one for each metric, and how their evidence is mixed. */
final class MetricTests {
    /** Pods may fail at twice the rate of tasks: there are few of either, and clusters differ. */
    private static final double MORE_FAILURES = 2;

    private static final double[] FAR_MORE_FAILURES = {6, 30, 300};
    /** Pods that fail together are one event. */
    private static final double ONE_VOTE = Double.MAX_VALUE;

    private static final double WHOLE_VOTE = 1;
    /** Requests of Mesos before its figures say what is usual. */
    private static final long FEWEST_OF_MESOS = 100;
    /** The part of the kinds' weight for requests that hang. */
    private static final double HANGING = .2;

    private final JudgeSettings settings;
    private final Weights weights;
    private final Comparison errors;
    private final SlownessTests slowness;
    private final RateTest floor;
    private final RateTest guardrail;
    private final PollBets events;
    private final KindTests kinds;

    MetricTests(JudgeSettings settings) {
        this.settings = settings;
        this.weights = Weights.of(settings);
        this.errors = Comparison.ofErrors(settings);
        this.slowness = new SlownessTests(settings);
        this.floor = settings.get(Parameter.FLOOR) > 0 ? RateTest.floor(settings.get(Parameter.FLOOR)) : null;
        this.guardrail = settings.hasSlo() ? RateTest.guardrail(settings.get(Parameter.SLO)) : null;
        this.events = new PollBets(MORE_FAILURES, FAR_MORE_FAILURES, ONE_VOTE);
        this.kinds = new KindTests(settings);
    }

    Metrics start(BaselineHistory mesosBefore) {
        return new Metrics(
                errors.start(mesosBefore),
                weights.retries() > 0 ? errors.start(BaselineHistory.NONE) : null,
                floor == null ? List.of() : floor.start(),
                guardrail == null ? List.of() : guardrail.start(),
                Averages.NONE,
                floor == null || weights.retries() == 0 ? List.of() : floor.start(),
                weights.events() > 0 ? events.start() : List.of(),
                KindTests.State.NONE,
                Hanging.NONE,
                MesosNow.after(mesosBefore),
                Suspicion.after(mesosBefore),
                Stays.NONE,
                weights.latency() > 0 ? slowness.start() : Slowness.NONE,
                ResponseTimes.UNKNOWN);
    }

    /** The state of another phase, which may have other settings, under these. */
    Metrics fitted(Metrics m) {
        Metrics fresh = start(m.errors().mesos());
        return new Metrics(
                errors.fitted(m.errors()),
                fresh.retries() == null || m.retries() == null ? fresh.retries() : errors.fitted(m.retries()),
                Wealth.fitted(m.floor(), fresh.floor().size()),
                Wealth.fitted(m.guardrail(), fresh.guardrail().size()),
                m.averages(),
                Wealth.fitted(m.retryFloor(), fresh.retryFloor().size()),
                Wealth.fitted(m.events(), fresh.events().size()),
                KindTests.nextPhase(m.kinds()),
                m.hanging().nextPhase(),
                m.mesos(),
                m.suspicion().settled(),
                m.stays().nextPhase(),
                weights.latency() > 0 ? slowness.nextPhase(m.slowness()) : Slowness.NONE,
                m.times());
    }

    /**
     * @param alone without live traffic on Mesos
     * @param late whether the time for warming up is over
     */
    Metrics nextBlock(Metrics m, double stake, boolean alone, boolean late) {
        return new Metrics(
                errors.nextBlock(m.errors(), stake),
                m.retries() == null ? null : errors.nextBlock(m.retries(), stake),
                Wealth.stake(m.floor(), stake),
                Wealth.stake(m.guardrail(), stake),
                m.averages(),
                Wealth.stake(m.retryFloor(), stake),
                Wealth.stake(m.events(), stake),
                kinds.nextBlock(m.kinds(), stake),
                m.hanging(),
                m.mesos().nextBlock(),
                m.suspicion().nextBlock(),
                m.stays(),
                m.slowness().inUse() ? slowness.nextBlock(m.slowness(), stake, alone, late) : m.slowness(),
                m.times());
    }

    /**
     * How to count a poll.
     *
     * @param alone without a live baseline
     * @param warm whether latency counts already
     * @param seconds that the poll covers
     * @param spent capital staked so far, 0 to 1
     */
    record Circumstances(boolean alone, boolean warm, double seconds, double spent) {}

    Metrics observe(Metrics m, Poll poll, Circumstances how) {
        Counts canary = poll.traffic().canary();
        return new Metrics(
                compare(errors, m.errors(), poll.traffic(), how),
                m.retries() == null || poll.retries().isEmpty()
                        ? m.retries()
                        : compare(errors, m.retries(), poll.retries().get(), how),
                floor == null ? m.floor() : floor.observe(m.floor(), canary, how.seconds),
                guardrail == null ? m.guardrail() : guardrail.observe(m.guardrail(), canary, how.seconds),
                how.warm ? averages(m.averages(), poll) : m.averages(),
                floor == null || poll.retries().isEmpty()
                        ? m.retryFloor()
                        : floor.observe(m.retryFloor(), poll.retries().get().canary(), how.seconds),
                m.events(),
                how.alone ? m.kinds() : kinds.observe(m.kinds(), endings(poll, how.warm), how.seconds, how.spent),
                how.alone ? m.hanging() : hanging(m.hanging(), poll, how),
                m.mesos().observe(poll.traffic().baseline(), poll.slowMesos()),
                how.alone
                        ? m.suspicion()
                                .alone(
                                        poll.withKinds(
                                                endings(poll, m.slowness().warm())),
                                        how.seconds,
                                        m.slowness().warm())
                        : m.suspicion().live(poll, how.seconds),
                how.alone || !how.warm ? m.stays() : stays(m.stays(), poll, how),
                m.slowness().inUse() ? slowness.observe(m.slowness(), poll) : m.slowness(),
                poll.times().known() ? poll.times() : m.times());
    }

    private Stays stays(Stays before, Poll poll, Circumstances how) {
        return poll.open()
                .map(open -> before.observe(open, how.seconds, settings.get(Parameter.LATENCY_RATIO)))
                .orElse(before);
    }

    /** Pods that are cold may be slow. */
    private static List<Endings> endings(Poll poll, boolean warm) {
        return warm
                ? poll.kinds()
                : poll.kinds().stream().map(e -> e.without(HarmKind.VERY_SLOW)).toList();
    }

    private Hanging hanging(Hanging before, Poll poll, Circumstances how) {
        return poll.open()
                .map(open -> before.observe(open, poll.seconds(), how.seconds, settings.get(Parameter.HORIZON)))
                .orElse(before);
    }

    Metrics observeEvents(Metrics m, Pair seen) {
        return m.events().isEmpty() ? m : m.withEvents(events.observe(m.events(), seen, WHOLE_VOTE));
    }

    /** Whether single answers are timed. */
    boolean timesAnswers() {
        return weights.latency() > 0 && settings.get(Parameter.AVERAGES) < 1;
    }

    /**
     * Whether response times do not keep a phase from passing: harm is excluded, or could not be for want of answers and
     * the settings let that pass.
     *
     * @param meantAlone the share leaves Mesos no traffic: what was usual before decides ({@link Suspicion})
     */
    boolean passesTimes(Metrics m, boolean meantAlone) {
        if (!timesAnswers() || slowness.excluded(m.slowness())) {
            return true;
        }
        boolean open = meantAlone || SlownessTests.measured(m.slowness()) && !slowness.looksSlower(m.slowness());
        return settings.get(Parameter.LATENCY_PROOF) < 1 && open;
    }

    /** The number of EKS's answers in a poll whose times were compared with Mesos's. */
    long timed(Metrics after, Poll poll, Circumstances how) {
        if (!after.slowness().inUse() || poll.latency().isEmpty()) {
            return 0;
        }
        Pair median = poll.latency().get(0);
        return how.alone || median.baseline().requests() > 0 ? median.canary().requests() : 0;
    }

    /** Without live traffic on Mesos nothing is proved. */
    private Comparison.State compare(Comparison test, Comparison.State state, Pair poll, Circumstances how) {
        return how.alone ? state : test.observe(state, poll, how.seconds);
    }

    private Averages averages(Averages before, Poll poll) {
        return poll.averages()
                .map(means -> before.observe(poll.traffic(), means, settings.get(Parameter.LATENCY_RATIO)))
                .orElse(before);
    }

    /** Whether EKS, where no request is timed, was mostly slower so far: nothing is proved before that is decided. */
    boolean meansSlower(Metrics m) {
        return settings.get(Parameter.AVERAGES) > 0 && m.stays().mostlySlower();
    }

    /** Whether EKS alone can be compared with anything. */
    boolean canJudgeAlone(Metrics m) {
        return guardrail != null || m.errors().mesos().requests() >= FEWEST_OF_MESOS;
    }

    /** The metrics' capitals and their mix, {@code unspent} being what is not staked yet. */
    Judgement.Evidence evidence(Metrics m, double unspent, double noHarmByRatio, double noHarmByRate) {
        double ratio = errors.evidence(m.errors(), unspent);
        double atFloor = floor == null ? ratio : Wealth.mean(m.floor()) + unspent;
        double retries = m.retries() == null ? 1 : errors.evidence(m.retries(), unspent);
        if (!m.retryFloor().isEmpty()) {
            retries = Math.min(retries, Wealth.mean(m.retryFloor()) + unspent);
        }
        double failing = m.events().isEmpty() ? 1 : Wealth.mean(m.events()) + unspent;
        double slow = latencyEvidence(m, unspent);
        double promise = guardrail == null ? 1 : Wealth.mean(m.guardrail()) + unspent;
        double harm = weights.errors() * Math.min(ratio, atFloor)
                + weights.retries() * retries
                + weights.latency() * slow
                + weights.guardrail() * promise
                + weights.events() * failing
                + weights.kinds() * (1 - HANGING) * kinds.evidence(m.kinds(), unspent)
                + weights.kinds() * HANGING * m.hanging().evidence();
        return new Judgement.Evidence(
                harm,
                ratio,
                atFloor,
                retries,
                slow,
                promise,
                failing,
                m.hanging().evidence(),
                noHarmByRatio,
                noHarmByRate);
    }

    /** The kind of harm, of those that are compared one by one, that weighs most. */
    Optional<KindTests.Found> worstKind(Metrics m, double unspent) {
        return kinds.worst(m.kinds(), unspent);
    }

    /** Averages are weak evidence: they have weight only where nothing better is measured. */
    private double latencyEvidence(Metrics m, double unspent) {
        if (!m.slowness().inUse()) {
            return 1;
        }
        double averages = settings.get(Parameter.AVERAGES);
        double means =
                m.stays().points() > 0 ? m.stays().evidence() : m.averages().evidence();
        return (1 - averages) * slowness.evidence(m.slowness(), unspent) + averages * means;
    }

    SlownessTests slowness() {
        return slowness;
    }
}

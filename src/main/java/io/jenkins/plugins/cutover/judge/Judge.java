package io.jenkins.plugins.cutover.judge;

import java.util.List;

/** The judge for one set of settings: immutable, cheap, safe to share. State goes in and out. */
public final class Judge {
    /** Seconds that a gap between polls weighs at most in the rate of the traffic: the clock may have jumped. */
    private static final double LONGEST_GAP = 10;

    private final JudgeSettings settings;
    private final MetricTests metricTests;
    private final NoHarm noHarm;
    private final Findings findings;

    public Judge(JudgeSettings settings) {
        this.settings = settings;
        this.metricTests = new MetricTests(settings);
        this.noHarm = new NoHarm(settings);
        this.findings = new Findings(settings, metricTests, noHarm);
    }

    /**
     * The state before the first poll.
     *
     * @param seconds now, on the polls' clock
     * @param share basis points (500 is 5 %) of the first phase; 0 when not known
     * @param canaryPods EKS pods serving it
     * @param mesosBefore what was measured on Mesos beforehand; {@link BaselineHistory#NONE} if nothing
     */
    public JudgeState start(double seconds, int share, int canaryPods, BaselineHistory mesosBefore) {
        return new JudgeState(
                JudgeState.VERSION,
                seconds,
                seconds,
                seconds,
                false,
                0,
                AlphaSpending.NONE,
                PhaseEvidence.of(share, canaryPods, seconds, 0),
                metricTests.start(mesosBefore));
    }

    /**
     * The next phase: evidence of harm is carried over and never reset; no-harm must be proved anew. The settings may
     * differ from those of the phase before.
     */
    public JudgeState phase(JudgeState state, double seconds, int share, int canaryPods) {
        double now = Math.max(seconds, state.seconds());
        return new JudgeState(
                state.version(),
                state.start(),
                now,
                state.blockStart(),
                false,
                state.requests(),
                state.spending(),
                PhaseEvidence.of(share, canaryPods, now, state.phase().everServed()),
                metricTests.fitted(state.metrics()));
    }

    /**
     * Observes failures of pods and tasks since the last call.
     *
     * @param events "requests" are milliseconds that pods (tasks) should have run, "errors" how often one failed
     */
    public JudgeState observeEvents(JudgeState state, Pair events) {
        return new JudgeState(
                state.version(),
                state.start(),
                state.seconds(),
                state.blockStart(),
                state.blockOpen(),
                state.requests(),
                state.spending(),
                state.phase(),
                metricTests.observeEvents(state.metrics(), events));
    }

    /** Observes one poll. Leave out polls that failed, or whose counters went down. */
    public JudgeState observe(JudgeState before, Poll poll) {
        Pair traffic = poll.traffic();
        double now = Math.max(poll.seconds(), before.seconds());
        JudgeState state = traffic.canary().requests() > 0 ? inBlock(before, now) : before;
        PhaseEvidence phase = state.phase();
        boolean alone = phase.thin(phase.totals().plus(traffic));
        var how = new MetricTests.Circumstances(
                alone,
                phase.warm(now, settings),
                now - before.seconds(),
                state.spending().spent());
        List<Double> proof = noHarm.observe(phase.noHarm(), traffic);
        Metrics metrics = metricTests.observe(state.metrics(), poll, how);
        double unwatched = Math.max(0, now - before.seconds() - LONGEST_GAP);
        double watched = unwatched == 0 ? 1 : 1 - unwatched / (now - before.seconds());
        return new JudgeState(
                state.version(),
                state.start() + unwatched,
                now,
                state.blockStart(),
                state.blockOpen(),
                state.requests() + Math.round(watched * traffic.requests()),
                state.spending(),
                phase.observed(now, traffic, proof, alone, metricTests.timed(metrics, poll, how)),
                metrics);
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
                metricTests.nextBlock(
                        state.metrics(),
                        stake,
                        state.phase().alone(),
                        state.phase().warmedUp(state.seconds(), settings)));
    }

    /** The finding on the traffic so far. */
    public Judgement judge(JudgeState state) {
        return judge(state, List.of());
    }

    /** @param beside what else the cutover compares; the same ones, with the same weights, at every poll */
    public Judgement judge(JudgeState state, List<Beside> beside) {
        return findings.of(state, beside);
    }

    /** Evidence of harm alone, for replaying many streams: {@code 1/alpha} is HARMFUL. */
    public double harm(JudgeState state) {
        return findings.evidence(state).harm();
    }
}

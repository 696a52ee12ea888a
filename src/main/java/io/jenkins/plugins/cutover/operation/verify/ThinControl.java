package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Judgement;
import io.jenkins.plugins.cutover.model.AskState;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides where Mesos has too little traffic to compare with: a suspicion asks the other side. Gross harm sends the
 * traffic back where that is not possible.
 */
final class ThinControl {
    /** A fifth of the traffic on Mesos shows harm soon enough. */
    private static final Share ENOUGH_CONTROL = Share.ofPercent("80");

    private static final double SUSPICIOUS = 10;
    private static final double QUIET = 2;
    /** Seconds of an ask after which both sides may be said to be alike. */
    private static final double LEAST = 20;

    /** Seconds after the end of an ask in which failures are back at once. */
    private static final double AT_ONCE = 5;

    private static final long FEWEST = 10;
    private static final double TIMES = 10;
    private static final double LEAST_PART = .001;
    private static final int MOST_RETURNS = 3;

    /** Requests to Mesos from which on the part that failed is known well enough: within .1. */
    private static final long ENOUGH = 100;

    private final GrossFailure gross = new GrossFailure();
    private final GrossFailure grossEndings = new GrossFailure();

    /**
     * @param seen a poll without proven harm
     * @return empty when nothing is to be done for that reason
     */
    Optional<NextStep> decide(Observation seen) {
        gross.add(seen.seconds(), seen.eks());
        grossEndings.add(seen.seconds(), seen.eksEndings());
        CutoverRecord record = seen.record();
        if (record.asks().underWay()) {
            return Optional.of(underWay(seen, record.asks().current()));
        }
        if (record.share().compareTo(ENOUGH_CONTROL) <= 0) {
            return Optional.empty();
        }
        String suspicion = suspicion(seen.judgement());
        Optional<NextStep> step = suspicion.isEmpty() ? Optional.empty() : asked(seen, suspicion);
        if (step.isPresent()) {
            return step;
        }
        return seen.judgement().withoutBaseline() ? gross(seen) : Optional.empty();
    }

    /**
     * A failure that is there with all traffic and gone with half of it, again and again, is no disturbance of both sides:
     * EKS cannot carry the load.
     */
    private static Optional<NextStep> asked(Observation seen, String suspicion) {
        AskState asks = seen.record().asks();
        boolean returned = returned(seen, asks);
        if (returned && asks.returns() + 1 >= MOST_RETURNS) {
            return Optional.of(NextStep.RollBack.harmful(String.format(
                    Locale.ROOT,
                    "%s of the requests to EKS fail with %s of the traffic and %s with %s, %d times in a row",
                    percent(seen.judgement().traffic().canary().fraction()),
                    seen.record().share(),
                    percent(asks.part()),
                    seen.record().spec().verify().ask().share(),
                    MOST_RETURNS)));
        }
        return returned && mayAsk(seen, asks.withoutPause()) || mayAsk(seen, asks)
                ? Optional.of(new NextStep.Ask(suspicion, returned))
                : Optional.empty();
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.3g %%", 100 * part);
    }

    private static boolean returned(Observation seen, AskState asks) {
        Counts eks = seen.judgement().traffic().canary();
        return asks.endedAt() != null
                && seen.since(asks.endedAt()) <= AT_ONCE
                && eks.errors() >= FEWEST
                && eks.fraction() >= TIMES * Math.max(LEAST_PART, asks.part());
    }

    /** A phase that cannot pass on what was usual: only the other side can tell what is usual now. */
    Optional<NextStep> unproved(Observation seen) {
        Judgement found = seen.judgement();
        boolean alone = found.withoutBaseline() && found.enoughData() && found.kind() == Judgement.Kind.CONTINUE;
        return alone && mayAsk(seen, seen.record().asks())
                ? Optional.of(new NextStep.Ask("not shown to fail as rarely as was usual, " + found.numbers(), false))
                : Optional.empty();
    }

    private static String suspicion(Judgement found) {
        if (!found.suspicion().isEmpty()) {
            return found.suspicion();
        }
        boolean suspicious = !found.withoutBaseline() && found.evidence().harm() >= SUSPICIOUS;
        return suspicious ? found.numbers() : "";
    }

    private static boolean mayAsk(Observation seen, AskState asks) {
        CutoverRecord record = seen.record();
        boolean givenUp = record.retirement() != null && record.retirement().decidedAt() != null;
        boolean moving = record.shift() != null && !record.shift().done();
        return !givenUp && !moving && asks.possible(record.spec().verify().ask(), seen.at());
    }

    private static NextStep underWay(Observation seen, AskState.Current ask) {
        Judgement found = seen.judgement();
        double seconds = seen.since(ask.startedAt());
        boolean late = seconds
                >= JudgeSettingsMapper.seconds(
                        seen.record().spec().verify().ask().atMost());
        boolean alike = seconds >= LEAST
                && found.enoughData()
                && found.timed()
                && found.evidence().harm() < QUIET;
        return late || alike
                ? new NextStep.Forward(
                        (alike ? "both sides are alike, " : "no harm was proved in time, ") + found.numbers(),
                        found.traffic().canary().fraction())
                : new NextStep.Continue(
                        seen.pollAfter(),
                        seen.record().service() + " " + seen.record().share() + ": compares both sides, "
                                + ask.reason());
    }

    private Optional<NextStep> gross(Observation seen) {
        List<TrafficSample> samples = seen.record().samples();
        String failed = gross.found(usual(samples, false), "failed");
        String found = failed.isEmpty() ? grossEndings.found(usual(samples, true), "ended badly") : failed;
        return found.isEmpty() ? Optional.empty() : Optional.of(NextStep.RollBack.harmful(found));
    }

    /** The part of the requests to Mesos that failed in this cutover, or ended badly; 0 when there were too few. */
    private static double usual(List<TrafficSample> samples, boolean endings) {
        long requests = samples.stream().mapToLong(TrafficSample::mesosRequests).sum();
        long bad = samples.stream()
                .mapToLong(s ->
                        endings ? s.kinds().stream().mapToLong(k -> k.mesos()).sum() : s.mesosErrors())
                .sum();
        return requests < ENOUGH ? 0 : Math.min(1, (double) bad / requests);
    }
}

package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.VerifySpec;
import io.jenkins.plugins.cutover.operation.reconcile.PlatformSignals;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import io.jenkins.plugins.cutover.traffic.Counters;
import java.time.Duration;

/**
 * The evidence since the last poll.
 *
 * @param traffic what HAProxy counted on both sides
 * @param poll the same with response times, as the judge takes it
 * @param platforms what happened to pods and tasks
 * @param missed whether the poll is too incomplete to count as one
 * @param arrivedAt when a request last arrived, in seconds on the judge's clock; the first poll counts as one
 * @param paused whether polls stopped for so long that EKS must first be seen to work again
 */
record PollEvidence(
        CounterSnapshot.Delta traffic,
        Poll poll,
        PlatformSignals.Seen platforms,
        boolean missed,
        double arrivedAt,
        boolean paused) {
    /** Polls that may be late before it counts as a pause. */
    private static final int LATE_POLLS = 3;

    /** @param jumped whether the clock jumped since the last poll */
    static PollEvidence of(FleetSample sample, PlatformSignals.Seen platforms, VerifySpec rules, boolean jumped) {
        ObservationCursor cursor = sample.cursor();
        CounterSnapshot.Delta traffic = sample.counters().since(cursor.counters());
        Poll poll = cursor.poll(
                sample.seconds(),
                sample.counters(),
                sample.latencies(),
                sample.record().share(),
                rules.latencyMargin());
        boolean missed = sample.incomplete()
                || traffic.skipped().size() >= sample.record().confirmed().size();
        boolean paused = jumped
                || afterPause(sample, rules)
                || cursor.paused() && traffic.eks().requests() == 0;
        return new PollEvidence(
                traffic,
                MeanTimes.of(sample.fleet()).map(poll::withAverages).orElse(poll),
                platforms,
                missed,
                arrivedAt(sample, traffic),
                paused);
    }

    /** Requests of both sides, and those that found no server. */
    long requests() {
        return traffic.eks().requests() + traffic.mesos().requests() + traffic.unserved();
    }

    /** Whatever is missing from the counters counts as arrived, so that a silence is never made up. */
    private static double arrivedAt(FleetSample sample, CounterSnapshot.Delta traffic) {
        Double before = sample.cursor().arrivedAt();
        boolean arrived = traffic.unserved() > 0
                || arrived(traffic.eks())
                || arrived(traffic.mesos())
                || !traffic.skipped().isEmpty();
        return before == null || arrived ? sample.seconds() : before;
    }

    private static boolean arrived(Counters side) {
        return side.attempts() > 0 || side.requests() > 0 || side.errors() > 0;
    }

    private static boolean afterPause(FleetSample sample, VerifySpec rules) {
        Duration unseen = Duration.between(sample.record().verify().lastEvidenceAt(), sample.startedAt());
        return unseen.compareTo(rules.blindAfter()) > 0
                && unseen.compareTo(rules.poll().multipliedBy(LATE_POLLS)) > 0;
    }
}

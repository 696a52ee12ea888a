package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.VerifySpec;
import io.jenkins.plugins.cutover.operation.reconcile.PlatformSignals;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import java.time.Duration;

/**
 * The evidence since the last poll.
 *
 * @param traffic what HAProxy counted on both sides
 * @param poll the same with response times, as the judge takes it
 * @param platforms what happened to pods and tasks
 * @param missed whether the poll is too incomplete to count as one
 * @param paused whether polls stopped for so long that EKS must first be seen to work again
 */
record PollEvidence(
        CounterSnapshot.Delta traffic, Poll poll, PlatformSignals.Seen platforms, boolean missed, boolean paused) {
    /** Polls that may be late before it counts as a pause. */
    private static final int LATE_POLLS = 3;

    static PollEvidence of(FleetSample sample, PlatformSignals.Seen platforms, VerifySpec rules) {
        ObservationCursor cursor = sample.cursor();
        CounterSnapshot.Delta traffic = sample.counters().since(cursor.counters());
        Poll poll = cursor.poll(sample.seconds(), sample.counters(), sample.latencies(), rules.latencyMargin());
        boolean missed = sample.incomplete()
                || traffic.skipped().size() >= sample.record().confirmed().size();
        boolean paused =
                afterPause(sample, rules) || cursor.paused() && traffic.eks().requests() == 0;
        return new PollEvidence(
                traffic, MeanTimes.of(sample.fleet()).map(poll::withAverages).orElse(poll), platforms, missed, paused);
    }

    /** Requests of both sides. */
    long requests() {
        return traffic.eks().requests() + traffic.mesos().requests();
    }

    private static boolean afterPause(FleetSample sample, VerifySpec rules) {
        Duration unseen = Duration.between(sample.record().verify().lastEvidenceAt(), sample.startedAt());
        return unseen.compareTo(rules.blindAfter()) > 0
                && unseen.compareTo(rules.poll().multipliedBy(LATE_POLLS)) > 0;
    }
}

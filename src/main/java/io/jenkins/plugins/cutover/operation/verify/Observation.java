package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Judgement;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.time.Duration;
import java.time.Instant;

/**
 * The result of a poll, from which the next step is decided.
 *
 * @param record with the poll's evidence, not stored yet
 * @param judgement of the live traffic
 * @param checks what everything else reports: named checks, platforms, the companion
 * @param seconds that the poll covers
 * @param eks what was counted on EKS since the last poll
 * @param eksEndings requests to EKS that ended since the last poll, those that ended badly in any way as errors
 * @param requests on both sides since the last poll
 * @param idle seconds since a request of clients last arrived
 * @param at when the poll was complete
 * @param probes what the product's own requests showed, with "; " before it; empty where the service has none
 */
record Observation(
        CutoverRecord record,
        Judgement judgement,
        Checks.Round checks,
        double seconds,
        Counts eks,
        Counts eksEndings,
        long requests,
        double idle,
        Instant at,
        String probes) {
    /** Above this many requests a second the first seconds of a phase are polled more often. */
    private static final long BUSY = 500;

    private static final Duration EARLY = Duration.ofSeconds(30);
    /** Evidence of harm from which on the next poll comes early too. */
    private static final double SUSPICIOUS = 3;

    private static final Duration EARLY_POLL = Duration.ofMillis(250);

    Duration pollAfter() {
        Duration usual = record.spec().verify().poll();
        boolean busy = requests > BUSY * JudgeSettingsMapper.seconds(usual)
                && since(record.verify().startedAt()) < EARLY.toSeconds();
        boolean early = busy || judgement.evidence().harm() > SUSPICIOUS;
        return early && usual.compareTo(EARLY_POLL) > 0 ? EARLY_POLL : usual;
    }

    /** Whether a request to EKS failed since the last poll. */
    boolean failing() {
        return eks.errors() > 0;
    }

    /** @return seconds */
    double since(Instant then) {
        return JudgeSettingsMapper.seconds(Duration.between(then, at));
    }
}

package io.jenkins.plugins.cutover.operation.retire;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.verify.GuardPoll;
import java.time.Duration;
import java.util.Optional;

/** Has EKS judged in the soak: by the guard of this process, or by the retirement itself where none runs. */
final class SoakGuard {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration OLD = Duration.ofSeconds(15);

    private final RecordSession session;
    private final GuardPoll guardPoll;

    SoakGuard(RecordSession session) {
        this.session = session;
        this.guardPoll = new GuardPoll(session);
    }

    /** @return the end, once the traffic was sent back to Mesos */
    Optional<Tick.Failed> round(CutoverRecord record) {
        if (age(record).compareTo(FRESH) < 0) {
            return Optional.empty();
        }
        return guardPoll.poll(record) instanceof Tick.Failed harm ? Optional.of(harm) : Optional.empty();
    }

    /** @return why the soak does not count now; empty when EKS is judged */
    String notJudged(CutoverRecord record) {
        Duration age = age(record);
        if (age.compareTo(OLD) < 0) {
            return "";
        }
        return record.verify() == null
                ? "EKS was not judged yet"
                : "EKS could not be judged for " + Durations.text(Duration.ofSeconds(age.toSeconds()));
    }

    private Duration age(CutoverRecord record) {
        return record.verify() == null
                ? OLD
                : Duration.between(record.verify().lastEvidenceAt(), session.now())
                        .abs();
    }
}

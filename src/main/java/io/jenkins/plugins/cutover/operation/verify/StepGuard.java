package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * Has EKS judged while a step that is no phase leaves it its traffic, such as the soak or the deploy of the next version:
 * by the guard of this process, or by the step itself where none runs.
 */
public final class StepGuard {
    /** A guard polls more often than this. */
    private static final Duration FRESH = Duration.ofSeconds(4);

    private static final Duration OLD = Duration.ofSeconds(15);

    private final RecordSession session;
    private final GuardPoll guardPoll;

    public StepGuard(RecordSession session) {
        this.session = session;
        this.guardPoll = new GuardPoll(session);
    }

    /** @return the end, once the traffic was sent back to Mesos */
    public Optional<Tick.Failed> round(CutoverRecord record) {
        if (age(record).compareTo(FRESH) < 0) {
            return Optional.empty();
        }
        return guardPoll.poll(record) instanceof Tick.Failed harm ? Optional.of(harm) : Optional.empty();
    }

    /** @return why it is not known that EKS serves well; empty when it is judged */
    public String notJudged(CutoverRecord record) {
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

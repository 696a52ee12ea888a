package io.jenkins.plugins.cutover.operation.guard;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** When EKS was last judged, as the record knows it: a journal in a cluster learns of polls once a minute. */
public final class LastPoll {
    /** Polls are at most 5 s apart, and a journal in a cluster stores observations once a minute. */
    private static final Duration OLD = Duration.ofSeconds(90);

    private LastPoll() {}

    /** How long ago the last poll was; empty while EKS has no traffic, and after Mesos was given up. */
    public static Optional<Duration> age(CutoverRecord record, Instant now) {
        boolean judged = !record.share().equals(Share.NONE)
                && (record.state() == CutoverState.DEPLOYING
                        || record.state() == CutoverState.RUNNING
                        || record.state() == CutoverState.COMPLETED);
        if (!judged) {
            return Optional.empty();
        }
        Instant last =
                record.verify() == null ? record.openedAt() : record.verify().lastEvidenceAt();
        Duration age = Duration.between(last, now);
        return Optional.of(age.isNegative() ? Duration.ZERO : age.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Whether neither a step nor a guard judges EKS. */
    public static boolean missing(CutoverRecord record, Instant now) {
        return age(record, now).filter(age -> age.compareTo(OLD) > 0).isPresent();
    }

    /** One line for people; empty while there is nothing to judge. */
    public static String text(CutoverRecord record, Instant now) {
        return age(record, now).map(age -> text(record, age)).orElse("");
    }

    private static String text(CutoverRecord record, Duration age) {
        if (age.compareTo(OLD) > 0) {
            return "NOT JUDGED for " + Durations.text(age) + ": neither a step nor a guard polls; start"
                    + " ./cutover guard --service " + record.service() + ", or roll back";
        }
        String by =
                record.guard() == null ? "" : ", guarded by " + record.guard().by() + " between the steps";
        return "last poll " + Durations.text(age) + " ago" + by;
    }
}

package io.jenkins.plugins.cutover.operation.handover;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.HandoverSpec;
import io.jenkins.plugins.cutover.model.HandoverState;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.traffic.AfterReload;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a service stays reachable without this tool, by its record. */
public final class HandoverCheck {
    private HandoverCheck() {}

    /**
     * Mesos is given up only when the end state is in HAProxy's own configuration or a follower runs. With
     * {@code handover.form: none} the approver of the retirement answers for it.
     *
     * @throws CutoverException with what to do, when Mesos must be kept
     */
    public static void require(CutoverRecord record, String approver, Instant now) {
        refusal(record, approver, now).ifPresent(why -> {
            throw new CutoverException("Mesos is kept for " + record.service() + ": " + why);
        });
    }

    /** The section handover may be added to the service file at any time before the end. @return not stored */
    public static CutoverRecord withPresentSettings(RecordSession session, CutoverRecord record) {
        HandoverSpec now = session.context()
                .files()
                .current(record.service())
                .map(ServiceSpec::handover)
                .orElse(record.spec().handover());
        return now.equals(record.spec().handover())
                ? record
                : record.with(d -> d.spec(record.spec().withHandover(now)));
    }

    /** The form by the present settings, for the history. */
    public static HandoverSpec.Form form(RecordSession session, CutoverRecord record) {
        return withPresentSettings(session, record)
                .spec()
                .handover()
                .decided(record.spec().eks());
    }

    private static Optional<String> refusal(CutoverRecord record, String approver, Instant now) {
        HandoverSpec.Form form = record.spec().handover().decided(record.spec().eks());
        if (form == HandoverSpec.Form.NONE) {
            return approver.isBlank() ? Optional.of("handover.form: none needs an approver") : Optional.empty();
        }
        if (form == HandoverSpec.Form.FOLLOW) {
            return followed(record.handed(), now)
                    ? Optional.empty()
                    : Optional.of(
                            "no follower runs, and without one nothing keeps the pods' addresses in HAProxy; start"
                                    + " the controller or ./cutover guard");
        }
        if (record.handed().provenAt() == null) {
            return Optional.of("the handover is not proven; run ./cutover handover --service " + record.service()
                    + " --prove or the step handOver, or set handover.form: follow or none");
        }
        return warning(record)
                .map(text -> text + ", although the handover was proven; put the configuration back and"
                        + " run ./cutover handover --prove again");
    }

    /** Whether a follower was seen lately. */
    static boolean followed(HandoverState handed, Instant now) {
        return handed.followedAt() != null
                && Duration.between(handed.followedAt(), now).compareTo(InstanceProof.FOLLOWER_SILENCE) < 0;
    }

    /**
     * What a reload would do to the traffic; empty when nothing, or when it is not known. After a handover the file sends
     * everything to EKS, also when the service was rolled back since.
     */
    public static Optional<String> warning(CutoverRecord record) {
        if (record.share().equals(Share.NONE)) {
            return record.handed().provenAt() == null
                    ? Optional.empty()
                    : Optional.of(
                            "a reload would send the traffic to EKS again: HAProxy's configuration has the end state;"
                                    + " put the earlier one back");
        }
        Integer mesos = record.handed().afterReload();
        return mesos == null || mesos == 0 ? Optional.empty() : Optional.of(AfterReload.text(mesos));
    }

    /** Who keeps the addresses of EKS in HAProxy, when it is not HAProxy itself; empty when it is, or no follower is known. */
    public static Optional<String> dependence(CutoverRecord record) {
        HandoverState handed = record.handed();
        return handed.followedAt() == null || handed.provenAt() != null && handed.form() != HandoverSpec.Form.FOLLOW
                ? Optional.empty()
                : Optional.of("only the follower " + handed.follower()
                        + " keeps the pods' addresses in HAProxy, last seen " + handed.followedAt());
    }
}

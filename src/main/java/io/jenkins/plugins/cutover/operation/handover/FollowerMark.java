package io.jenkins.plugins.cutover.operation.handover;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.Confirmation;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.HandoverSpec;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import java.time.Duration;
import java.time.Instant;

/** Writes down that a follower keeps HAProxy's servers equal to the pods of a service. */
public final class FollowerMark {
    /** Well below the minute within which a retirement must see it. */
    private static final Duration BEFORE_RETIREMENT = Duration.ofSeconds(20);

    /** Afterwards it is for people: a controller may follow thousands of services. */
    private static final Duration AFTERWARDS = Duration.ofMinutes(10);

    private FollowerMark() {}

    /**
     * Call it after a round of a guard.
     *
     * @param record as stored
     * @param by the process that follows
     * @return the record as stored now; unchanged when the service has no follower, an instance or the cluster did not answer,
     *     or it was written a moment ago
     */
    public static CutoverRecord seen(RecordSession session, CutoverRecord record, Owner by) {
        boolean follows = record.spec().handover().form() == HandoverSpec.Form.FOLLOW
                && record.share().equals(Share.ALL)
                && (record.state() == CutoverState.COMPLETED || record.state() == CutoverState.RETIRED);
        boolean known = record.reported().notice("eks").isEmpty()
                && record.confirmed().values().stream()
                        .map(Confirmation::problem)
                        .allMatch(String::isEmpty);
        return follows && known && due(record, session.now())
                ? session.write(
                        record.with(d -> d.handover(record.handed().withFollowed(session.now(), by.toString()))))
                : record;
    }

    private static boolean due(CutoverRecord record, Instant now) {
        Instant last = record.handed().followedAt();
        Duration interval = record.state() == CutoverState.COMPLETED ? BEFORE_RETIREMENT : AFTERWARDS;
        return last == null || Duration.between(last, now).abs().compareTo(interval) >= 0;
    }
}

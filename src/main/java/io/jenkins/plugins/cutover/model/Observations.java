package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.CutoverRecord.Confirmation;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a poll changes in a record without a decision. A journal may store it later than the record. All of it is from the
 * same poll, so that the judge's state and the position from which the next poll reads always belong together.
 *
 * @param updatedAt when it was observed
 * @param confirmed by instance address, the state of each instance
 * @param judge the state of the judge; null outside a phase, like the next three
 * @param lookout the position from which the next poll reads
 * @param missedPolls polls in a row without evidence
 * @param lastEvidenceAt when the last poll with evidence was made
 * @param calibration of Mesos before the first shift; null when there is none
 * @param samples the traffic over time
 */
public record Observations(
        Instant updatedAt,
        Map<String, Confirmation> confirmed,
        JsonNode judge,
        JsonNode lookout,
        int missedPolls,
        Instant lastEvidenceAt,
        JsonNode calibration,
        List<TrafficSample> samples) {

    public static Observations of(CutoverRecord record) {
        CutoverRecord.Verify v = record.verify();
        return new Observations(
                record.updatedAt(),
                record.confirmed(),
                v == null ? null : v.judge(),
                v == null ? null : v.lookout(),
                v == null ? 0 : v.missedPolls(),
                v == null ? null : v.lastEvidenceAt(),
                record.before() == null ? null : record.before().calibration(),
                record.samples());
    }

    public Observations with(List<TrafficSample> others) {
        return new Observations(updatedAt, confirmed, judge, lookout, missedPolls, lastEvidenceAt, calibration, others);
    }

    /** The record with these observations in place of its own. Its decisions stay. */
    public CutoverRecord on(CutoverRecord record) {
        CutoverRecord.Verify v = record.verify();
        CutoverRecord.Before b = record.before();
        return record.observed(
                updatedAt,
                b == null ? null : b.calibrated(calibration),
                confirmed,
                v == null ? null : v.withObservation(judge, lookout, missedPolls, lastEvidenceAt),
                samples);
    }

    /** Whether two records of one cutover differ in observations only. */
    public static boolean only(CutoverRecord before, CutoverRecord after) {
        return after.sameConfirmationsAs(before) && of(before).on(after).equals(before);
    }
}

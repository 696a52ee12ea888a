package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The whole state of one cutover. Any process that reads it can continue the cutover or roll the service back. Nothing
 * else is needed for that, and nothing else survives a crash.
 *
 * @param format the version of this layout; a newer one is refused
 * @param revision counts the writes; a write on a stale revision is refused
 * @param owner the build or command line that moves the service forward
 * @param before the state of Mesos and HAProxy before the first change; null until it was read
 * @param desired the desired state of every instance; null until the fleet was read
 * @param confirmed by instance address, the last known state of each instance
 * @param shift the change of share under way or last made; null before the first
 * @param deployment the deployment on EKS; null before the first deploy
 * @param verify the evidence of the phase under way; null outside a phase
 * @param retirement how far Mesos is given up; null until all traffic was judged healthy on EKS
 * @param rollback null before a rollback
 * @param guard who judges EKS while no step does; null before the first guard, and in older records
 * @param handover how far the end state is in HAProxy's own configuration; null when nothing is known of it
 * @param ask the asks of this cutover; null in older records
 * @param reported what the history has reported; decisions read this, never the history
 * @param eventsBefore how many older events are no longer in {@code history}; the journal stores them separately
 * @param samples traffic over time, at most {@link #MAX_SAMPLES}: older ones are merged in pairs
 * @param history decisions and changes with their numbers, for people; at most {@link #MAX_EVENTS}
 */
public record CutoverRecord(
        int format,
        long revision,
        ServiceSpec spec,
        CutoverState state,
        Owner owner,
        Instant openedAt,
        Instant updatedAt,
        Before before,
        DesiredTraffic desired,
        Map<String, Confirmation> confirmed,
        Shift shift,
        Deployment deployment,
        Verify verify,
        Retirement retirement,
        Rollback rollback,
        Guarding guard,
        Reported reported,
        List<TrafficSample> samples,
        long eventsBefore,
        List<Event> history,
        HandoverState handover,
        AskState ask) {
    public static final int FORMAT = 4;
    public static final int MAX_SAMPLES = 720;
    public static final int MAX_EVENTS = 500;

    /**
     * @param mesosInstances the Marathon app's instance count
     * @param mesosDefinition the whole app definition, since Marathon keeps only 50 versions
     * @param counters the fleet's counters at that moment: the baseline of Mesos's own rates before the cutover
     * @param calibration the measurements of Mesos until the first shift, in the operation's own format; null before the
     *     first block, and in older records
     */
    public record Before(int mesosInstances, SecretContent mesosDefinition, JsonNode counters, JsonNode calibration) {
        public Before {
            calibration = calibration != null && calibration.isNull()
                    ? null
                    : calibration; // equal to the value that is read back
        }

        Before withDefinition(SecretContent definition) {
            return new Before(mesosInstances, definition, counters, calibration);
        }

        public Before calibrated(JsonNode now) {
            return new Before(mesosInstances, mesosDefinition, counters, now);
        }
    }

    /**
     * @param share the share that the instance last confirmed; null before
     * @param problem why it is not known to be in the desired state; empty when it is
     */
    public record Confirmation(Share share, String problem, Instant at) implements Serializable {}

    /**
     * A change of share. Older records have nothing from {@code measurement} on.
     *
     * @param from the share to return to when an instance refuses
     * @param to the target of this shift
     * @param startedAt for a ramp later than it was, by the time in which it was not continued
     * @param undoing whether it is being taken back
     * @param reason why it is taken back; empty otherwise
     * @param measurement of the split of the requests; null until every instance has the target
     * @param drain of the side without traffic; null when none was begun
     * @param endedAt null while it is under way
     * @param judged whether a phase has taken over the evidence that the shift began to collect
     * @param manner the options, so that another process can continue it; null in older records
     */
    public record Shift(
            Share from,
            Share to,
            Instant startedAt,
            boolean undoing,
            String reason,
            boolean done,
            Measurement measurement,
            Drain drain,
            Instant endedAt,
            boolean judged,
            Manner manner)
            implements Serializable {
        public static Shift begin(Share from, Share to, Manner manner, Instant now) {
            return new Shift(from, to, now, false, "", false, null, null, null, false, manner);
        }

        /** For a ramp that was not continued for a while and continues from its present share. */
        public Shift startedAt(Instant at) {
            return new Shift(from, to, at, undoing, reason, done, measurement, drain, endedAt, judged, manner);
        }

        public Shift takenBack(String why) {
            return new Shift(from, to, startedAt, true, why, false, measurement, drain, null, judged, manner);
        }

        public Shift measured(Measurement now) {
            return new Shift(from, to, startedAt, undoing, reason, done, now, drain, endedAt, judged, manner);
        }

        public Shift drained(Drain now) {
            return new Shift(from, to, startedAt, undoing, reason, done, measurement, now, endedAt, judged, manner);
        }

        public Shift ended(Instant now) {
            return new Shift(from, to, startedAt, undoing, reason, true, measurement, drain, now, judged, manner);
        }

        public Shift handedOver() {
            return new Shift(from, to, startedAt, undoing, reason, done, measurement, drain, endedAt, true, manner);
        }
    }

    /**
     * How a shift is made.
     *
     * @param over how long the ramp takes; zero for at once
     * @param timeout how long an instance may not answer
     * @param drain how long to wait for open requests at the end; null for no drain
     * @param cut whether connections that are still open then are closed
     */
    public record Manner(Duration over, Duration timeout, Duration drain, boolean cut) implements Serializable {}

    /**
     * @param startedAt when every instance had the share
     * @param counters the fleet's counters at the beginning of the measured window
     * @param off in how many windows the split differed from the weights
     * @param percent the measured share; null before, and without enough traffic
     * @param text the result, one line; empty before
     */
    public record Measurement(Instant startedAt, JsonNode counters, int off, Double percent, String text)
            implements Serializable {}

    /**
     * @param startedAt when it began
     * @param complete whether the side has no open requests and its servers are in maintenance
     * @param text how it ended, one line; empty before
     */
    public record Drain(Instant startedAt, boolean complete, String text) implements Serializable {}

    /**
     * @param revision of the Deployment or StatefulSet; empty while the rollout is under way, and after it failed
     * @param applied names of the objects, {@code apiVersion Kind/name}
     * @param losses parts of the Marathon app without a counterpart, one line each
     * @param previous the revision that served before the cutover deployed, known before anything is applied; 0 when there
     *     was none, when it is restored, and in older records
     */
    public record Deployment(
            String namespace,
            String name,
            String revision,
            List<String> applied,
            List<String> losses,
            Instant startedAt,
            long previous)
            implements Serializable {}

    /**
     * @param share the share that is judged
     * @param startedAt when the share was confirmed
     * @param judge the state of the judge, its own format; carried from phase to phase
     * @param lookout the position from which the next poll reads; the operation's own format
     * @param missedPolls polls in a row without evidence
     * @param lastEvidenceAt when the last poll with evidence was made
     * @param extended whether the time was extended once
     * @param verdict null while the phase is judged
     */
    public record Verify(
            Share share,
            Instant startedAt,
            JsonNode judge,
            JsonNode lookout,
            int missedPolls,
            Instant lastEvidenceAt,
            boolean extended,
            Verdict verdict,
            String sentence) {

        public static Verify begin(Share share, JsonNode judge, JsonNode cursor, Instant now) {
            return new Verify(share, now, judge, cursor, 0, now, false, null, "");
        }

        /** The time of the phase counts from here, and may be extended again. */
        public Verify withStart(Instant at) {
            return new Verify(share, at, judge, lookout, missedPolls, lastEvidenceAt, false, verdict, sentence);
        }

        public Verify withEvidence(JsonNode judgeNow, JsonNode cursorNow) {
            return new Verify(
                    share, startedAt, judgeNow, cursorNow, missedPolls, lastEvidenceAt, extended, verdict, sentence);
        }

        public Verify withPoll(Instant at) {
            return new Verify(share, startedAt, judge, lookout, 0, at, extended, verdict, sentence);
        }

        public Verify withMissedPoll() {
            return new Verify(
                    share, startedAt, judge, lookout, missedPolls + 1, lastEvidenceAt, extended, verdict, sentence);
        }

        Verify withObservation(JsonNode judgeNow, JsonNode cursorNow, int missed, Instant evidenceAt) {
            return new Verify(share, startedAt, judgeNow, cursorNow, missed, evidenceAt, extended, verdict, sentence);
        }

        public Verify withExtension() {
            return new Verify(share, startedAt, judge, lookout, missedPolls, lastEvidenceAt, true, verdict, sentence);
        }

        public Verify withVerdict(Verdict reached, String why) {
            return new Verify(share, startedAt, judge, lookout, missedPolls, lastEvidenceAt, extended, reached, why);
        }
    }

    /**
     * @param reason one sentence
     * @param from the share of EKS when it was decided
     * @param eksFailing whether EKS does harm, so that all traffic leaves it at once, whatever Mesos can carry
     * @param target what is done with the Deployment on EKS
     * @param decidedAt when
     * @param trafficBackAt when every reachable instance had confirmed; null before
     * @param finishedAt when Mesos was restored and every instance had confirmed; null before
     * @param instances how many instances Marathon ran at the end: at least the recorded number. Null before, and in
     *     older records
     * @param drain of EKS after the traffic was back; null when none was begun, and in older records
     */
    public record Rollback(
            String reason,
            Share from,
            boolean eksFailing,
            EksAfter target,
            Instant decidedAt,
            Instant trafficBackAt,
            Instant finishedAt,
            Integer instances,
            Drain drain)
            implements Serializable {

        /** As older records have it. */
        public Rollback(
                String reason,
                Share from,
                boolean eksFailing,
                EksAfter target,
                Instant decidedAt,
                Instant trafficBackAt,
                Instant finishedAt) {
            this(reason, from, eksFailing, target, decidedAt, trafficBackAt, finishedAt, null, null);
        }

        /** Decided, and not begun yet. */
        public static Rollback decide(String reason, Share from, boolean eksFailing, EksAfter target, Instant now) {
            return new Rollback(reason, from, eksFailing, target, now, null, null, null, null);
        }

        public Rollback withEksFailing() {
            return new Rollback(reason, from, true, target, decidedAt, trafficBackAt, finishedAt, instances, drain);
        }

        public Rollback withTarget(EksAfter after) {
            return new Rollback(
                    reason, from, eksFailing, after, decidedAt, trafficBackAt, finishedAt, instances, drain);
        }

        public Rollback withTrafficBack(Instant at) {
            return new Rollback(reason, from, eksFailing, target, decidedAt, at, finishedAt, instances, drain);
        }

        public Rollback withFinished(Instant at, int mesosInstances) {
            return new Rollback(reason, from, eksFailing, target, decidedAt, trafficBackAt, at, mesosInstances, drain);
        }

        public Rollback withDrain(Drain now) {
            return new Rollback(reason, from, eksFailing, target, decidedAt, trafficBackAt, finishedAt, instances, now);
        }
    }

    /** What is done with the Deployment on EKS after a rollback. */
    public enum EksAfter {
        KEEP,
        SCALE_DOWN,
        DELETE
    }

    public static CutoverRecord open(ServiceSpec spec, Owner owner, Instant now) {
        return new CutoverRecord(
                FORMAT,
                0,
                spec,
                CutoverState.DEPLOYING,
                owner,
                now,
                now,
                null,
                null,
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                Reported.NOTHING,
                List.of(),
                0,
                List.of(),
                null,
                null);
    }

    public String service() {
        return spec.service();
    }

    /** The desired share; none before the fleet was read. */
    public Share share() {
        return desired == null ? Share.NONE : desired.share();
    }

    /** The asks so far; {@link AskState#NONE} before the first. */
    public AskState asks() {
        return ask == null ? AskState.NONE : ask;
    }

    /** The share of the phase: while a suspicion is settled at a lower share, the one to which the traffic returns. */
    public Share phaseShare() {
        return asks().underWay() ? ask.current().from() : share();
    }

    /** How far the end state is in HAProxy's own configuration; {@link HandoverState#NONE} when nothing is known. */
    public HandoverState handed() {
        return handover == null ? HandoverState.NONE : handover;
    }

    /** A changed copy. */
    public CutoverRecord with(UnaryOperator<RecordDraft> change) {
        return change.apply(new RecordDraft(this)).build();
    }

    /** As it will be stored: one revision further. */
    public CutoverRecord stored(Instant now) {
        return with(d -> d.reported(said -> said.withoutNotice(Reported.COPY)))
                .copy(revision + 1, now, eventsBefore, history);
    }

    /** As it was observed at a time, without a new decision. */
    public CutoverRecord observedAt(Instant now) {
        return copy(revision, now, eventsBefore, history);
    }

    /** The same, as if it had been read at another revision. */
    public CutoverRecord asOf(long other) {
        return copy(other, updatedAt, eventsBefore, history);
    }

    /** The record with every event of its journal, for display only. Do not store it. */
    public CutoverRecord whole(List<Event> events) {
        return copy(revision, updatedAt, 0, List.copyOf(events));
    }

    /** The record with another history, of any length. The next change limits its length. */
    public CutoverRecord withHistory(long earlier, List<Event> events) {
        return copy(revision, updatedAt, earlier, List.copyOf(events));
    }

    public CutoverRecord withHistory(List<Event> events) {
        return withHistory(eventsBefore, events);
    }

    /** Whether the two differ at most in their revision and their history. */
    public boolean sameStateAs(CutoverRecord other) {
        return copy(other.revision, updatedAt, other.eventsBefore, other.history)
                .equals(other);
    }

    /** Whether both know the same of every instance, whenever it was confirmed. */
    public boolean sameConfirmationsAs(CutoverRecord other) {
        return withoutTimes(confirmed).equals(withoutTimes(other.confirmed));
    }

    private static Map<String, Confirmation> withoutTimes(Map<String, Confirmation> confirmed) {
        Map<String, Confirmation> all = new TreeMap<>();
        confirmed.forEach((instance, c) -> all.put(instance, new Confirmation(c.share(), c.problem(), Instant.EPOCH)));
        return all;
    }

    /** The content that is stored separately from the record; empty before Mesos was read. */
    public Optional<SecretContent> sealed() {
        return Optional.ofNullable(before).map(Before::mesosDefinition);
    }

    /** The same record with the content that is stored separately. */
    public CutoverRecord withSecretContent(JsonNode content) {
        return sealed().map(s -> with(d -> d.before(before.withDefinition(new SecretContent(s.id(), content)))))
                .orElse(this);
    }

    /** The same decisions with other observations. */
    CutoverRecord observed(
            Instant at, Before calibrated, Map<String, Confirmation> known, Verify poll, List<TrafficSample> traffic) {
        return new CutoverRecord(
                format,
                revision,
                spec,
                state,
                owner,
                openedAt,
                at,
                calibrated,
                desired,
                known,
                shift,
                deployment,
                poll,
                retirement,
                rollback,
                guard,
                reported,
                traffic,
                eventsBefore,
                history,
                handover,
                ask);
    }

    private CutoverRecord copy(long newRevision, Instant changedAt, long earlier, List<Event> events) {
        return new CutoverRecord(
                format,
                newRevision,
                spec,
                state,
                owner,
                openedAt,
                changedAt,
                before,
                desired,
                confirmed,
                shift,
                deployment,
                verify,
                retirement,
                rollback,
                guard,
                reported,
                samples,
                earlier,
                events,
                handover,
                ask);
    }
}

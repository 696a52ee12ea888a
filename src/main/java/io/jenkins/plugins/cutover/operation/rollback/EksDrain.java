package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.Drain;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.traffic.DrainOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Ends the requests on EKS after the traffic is back on Mesos. Before pods are removed it waits for the open requests, up
 * to a limit. After harm it closes them soon: requests to a service that hangs would fill HAProxy, and their clients wait
 * for nothing.
 */
final class EksDrain {
    /** How long requests may go on before pods are removed. A constant of this project; {@code retireMesos} waits alike. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    /** How long requests may go on after harm. A constant of this project: a slow answer may still come. */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** Time for the servers to be idle after their sessions were closed. */
    private static final Duration AFTER_CLOSING = Duration.ofSeconds(5);

    private final RecordSession session;
    private long open;

    EksDrain(RecordSession session) {
        this.session = session;
    }

    /** Whether requests on EKS are to be ended and are not yet. */
    boolean isUnderWay(CutoverRecord record) {
        Drain drain = record.rollback().drain();
        return isNeeded(record) && (drain == null || drain.text().isEmpty());
    }

    /** For people: what it waits for. */
    String waits() {
        return "waits for " + open + " open requests on EKS";
    }

    /** One round over the fleet, when the traffic is back. @return the record as stored */
    CutoverRecord round(CutoverRecord record) {
        if (!isUnderWay(record) || record.rollback().trafficBackAt() == null) {
            return record;
        }
        return record.rollback().drain() == null ? begun(record) : drained(record);
    }

    private static boolean isNeeded(CutoverRecord record) {
        CutoverRecord.Rollback r = record.rollback();
        boolean removesPods = r.target() != EksAfter.KEEP || EarlierRevision.pending(record);
        return record.share().equals(Share.NONE)
                && record.deployment() != null
                && record.desired() != null
                && (r.eksFailing() || removesPods);
    }

    /** From here on no endpoint is put into a server again: a drained server stays in maintenance. */
    private CutoverRecord begun(CutoverRecord record) {
        boolean failing = record.rollback().eksFailing();
        String intention = failing
                ? "open requests on EKS are closed " + Durations.text(GRACE) + " after the traffic left it"
                : "waits " + Durations.text(LIMIT) + " at most for open requests on EKS, then closes the rest";
        return session.write(record.with(d -> d.desired(record.desired().withEks(List.of()))
                .rollback(record.rollback().withDrain(new Drain(session.now(), false, "")))
                .event(session.event("drain", intention))));
    }

    private CutoverRecord drained(CutoverRecord record) {
        boolean closes = !session.now().isBefore(closingAt(record));
        long before = open;
        DrainOutcome outcome = session.router(record.spec().haproxy()).drain(Side.EKS, closes);
        open = outcome.open();
        String text = outcome.done() ? done(record, closes ? before : 0) : givenUp(record, outcome);
        if (text.isEmpty()) {
            return record;
        }
        Drain ended = new Drain(record.rollback().drain().startedAt(), outcome.done(), text);
        return session.write(
                record.with(d -> d.rollback(record.rollback().withDrain(ended)).event(session.event("drained", text))));
    }

    private static String done(CutoverRecord record, long closed) {
        return closed == 0
                ? "no request is open on EKS, its servers are in maintenance"
                : closed + " open requests on EKS were closed, " + Durations.text(limit(record)) + " after the "
                        + (record.rollback().eksFailing() ? "traffic left it" : "drain began");
    }

    /** An instance that did not answer yet is drained when it does: a rollback ends only after that. */
    private String givenUp(CutoverRecord record, DrainOutcome outcome) {
        boolean late = session.now().isAfter(closingAt(record).plus(AFTER_CLOSING));
        return !late || record.state() == CutoverState.PARTIAL
                ? ""
                : "EKS is not drained: "
                        + outcome.instances().stream()
                                .filter(i -> !i.done())
                                .map(i -> i.instance() + ": "
                                        + (i.problem().isEmpty() ? i.open() + " requests are open" : i.problem()))
                                .collect(Collectors.joining("; "));
    }

    private static Instant closingAt(CutoverRecord record) {
        CutoverRecord.Rollback r = record.rollback();
        Instant since = r.eksFailing() ? r.trafficBackAt() : r.drain().startedAt();
        return since.plus(limit(record));
    }

    private static Duration limit(CutoverRecord record) {
        return record.rollback().eksFailing() ? GRACE : LIMIT;
    }
}

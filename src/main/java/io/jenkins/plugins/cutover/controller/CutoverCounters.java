package io.jenkins.plugins.cutover.controller;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counters for a monitoring system. Verdicts and rollbacks are counted when this controller writes them, since its start.
 * The number of open cutovers is that of the last read of all records, for example by {@link AbandonedCutoverMonitor}.
 */
final class CutoverCounters {
    /** Receives the duration of each rollback. */
    interface Restores {
        /** From the decision until every reachable instance has confirmed. */
        void traffic(Duration took);

        /** From the decision until Mesos has its instances back and every HAProxy instance has confirmed. */
        void complete(Duration took);
    }

    /** How much of a service's newest record has been read or written already. */
    private record Seen(Instant openedAt, long events, boolean trafficBack, boolean back) {
        static Seen of(CutoverRecord r) {
            return new Seen(
                    r.openedAt(),
                    r.eventsBefore() + r.history().size(),
                    r.rollback() != null && r.rollback().trafficBackAt() != null,
                    r.state() == CutoverState.ROLLED_BACK);
        }

        /** Combines two states: a read may overtake a write. */
        Seen and(Seen later) {
            return !openedAt.equals(later.openedAt)
                    ? later.openedAt.isAfter(openedAt) ? later : this
                    : new Seen(
                            openedAt,
                            Math.max(events, later.events),
                            trafficBack || later.trafficBack,
                            back || later.back);
        }
    }

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Map<Verdict, LongAdder> verdicts = new EnumMap<>(Verdict.class);
    private final List<Restores> listeners = new CopyOnWriteArrayList<>();
    private volatile long open;
    private volatile long partial;

    CutoverCounters() {
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, new LongAdder());
        }
    }

    void listen(Restores listener) {
        listeners.add(listener);
    }

    /** The number of open cutovers. */
    long open() {
        return open;
    }

    /** The number of rollbacks that wait for an instance that does not respond. */
    long partial() {
        return partial;
    }

    long verdicts(Verdict verdict) {
        return verdicts.get(verdict).sum();
    }

    void looked(List<CutoverRecord> all) {
        open = all.stream().filter(r -> r.state().open()).count();
        partial = all.stream().filter(r -> r.state() == CutoverState.PARTIAL).count();
    }

    void read(CutoverRecord record) {
        seen.merge(record.service(), Seen.of(record), Seen::and);
    }

    /** Counts what is new since the record was last read or written here. */
    void wrote(CutoverRecord record) {
        Seen now = Seen.of(record);
        Seen before = seen.get(record.service());
        boolean same = before != null && before.openedAt.equals(record.openedAt());
        read(record);
        List<Event> history = record.history();
        long from = Math.max(0, (same ? before.events : 0) - record.eventsBefore());
        history.stream().skip(from).filter(e -> e.kind().equals("verdict")).forEach(this::verdict);
        if (now.trafficBack && !(same && before.trafficBack)) {
            Duration took = Duration.between(
                    record.rollback().decidedAt(), record.rollback().trafficBackAt());
            listeners.forEach(l -> l.traffic(took));
        }
        if (now.back && record.rollback() != null && !(same && before.back)) {
            Instant end = record.rollback().finishedAt() == null
                    ? record.updatedAt()
                    : record.rollback().finishedAt();
            listeners.forEach(l -> l.complete(Duration.between(record.rollback().decidedAt(), end)));
        }
    }

    private void verdict(Event event) {
        Object name = event.data().get("verdict");
        for (Verdict verdict : Verdict.values()) {
            if (verdict.name().equals(name)) {
                verdicts.get(verdict).increment();
            }
        }
    }
}

package io.jenkins.plugins.cutover.controller;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.guard.LastPoll;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * The numbers that are exported to monitoring. Verdicts and rollbacks are counted when this controller writes them, from
 * its start on. The number of open cutovers is from the last reading of all records, for example by {@link
 * AbandonedCutoverMonitor}.
 */
final class CutoverCounters {
    /** Receives how long a rollback took. */
    interface Restores {
        /** From the decision until every reachable instance had confirmed. */
        void traffic(Duration took);

        /** From the decision until Mesos was whole and every instance had confirmed. */
        void complete(Duration took);
    }

    /** How much of a service's newest record was read or written already. */
    private record Seen(Instant openedAt, Map<Verdict, Integer> verdicts, boolean trafficBack, boolean back) {
        static Seen of(CutoverRecord r) {
            return new Seen(
                    r.openedAt(),
                    r.reported().verdicts(),
                    r.rollback() != null && r.rollback().trafficBackAt() != null,
                    r.state() == CutoverState.ROLLED_BACK);
        }

        private static Map<Verdict, Integer> most(Map<Verdict, Integer> one, Map<Verdict, Integer> other) {
            Map<Verdict, Integer> most = new TreeMap<>(one);
            other.forEach((verdict, count) -> most.merge(verdict, count, Math::max));
            return most;
        }

        /** Reads may overtake writes. */
        Seen and(Seen later) {
            return !openedAt.equals(later.openedAt)
                    ? later.openedAt.isAfter(openedAt) ? later : this
                    : new Seen(
                            openedAt,
                            most(verdicts, later.verdicts),
                            trafficBack || later.trafficBack,
                            back || later.back);
        }
    }

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Map<Verdict, LongAdder> verdicts = new EnumMap<>(Verdict.class);
    private final List<Restores> listeners = new CopyOnWriteArrayList<>();
    private volatile long open;
    private volatile long partial;
    private volatile long notJudged;
    private volatile long secondsSincePoll;

    private final Clock clock;

    CutoverCounters(Clock clock) {
        this.clock = clock;
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, new LongAdder());
        }
    }

    void listen(Restores listener) {
        listeners.add(listener);
    }

    /** Cutovers that are neither complete nor back. */
    long open() {
        return open;
    }

    /** Ways back that wait for an instance that does not answer. */
    long partial() {
        return partial;
    }

    /** Services with traffic on EKS that neither a step nor a guard judges. */
    long notJudged() {
        return notJudged;
    }

    /** Since the last poll of the service that was polled longest ago. */
    long secondsSincePoll() {
        return secondsSincePoll;
    }

    long verdicts(Verdict verdict) {
        return verdicts.get(verdict).sum();
    }

    void looked(List<CutoverRecord> all) {
        open = all.stream().filter(r -> r.state().open()).count();
        partial = all.stream().filter(r -> r.state() == CutoverState.PARTIAL).count();
        Instant now = clock.instant();
        notJudged = all.stream().filter(r -> LastPoll.missing(r, now)).count();
        secondsSincePoll = all.stream()
                .flatMap(r -> LastPoll.age(r, now).stream())
                .mapToLong(Duration::toSeconds)
                .max()
                .orElse(0);
    }

    void read(CutoverRecord record) {
        seen.merge(record.service(), Seen.of(record), Seen::and);
    }

    /** Counts what is in the record now and was not when it was last read or written here. */
    void wrote(CutoverRecord record) {
        Seen now = Seen.of(record);
        Seen before = seen.get(record.service());
        boolean same = before != null && before.openedAt.equals(record.openedAt());
        read(record);
        now.verdicts.forEach((verdict, count) -> {
            int known = same ? before.verdicts.getOrDefault(verdict, 0) : 0;
            verdicts.get(verdict).add(Math.max(0, count - known));
        });
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
}

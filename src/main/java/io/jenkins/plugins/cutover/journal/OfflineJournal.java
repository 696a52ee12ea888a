package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Reported;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers while the cluster is away, from the copies on this machine. A copy may be of any age. One that says "finished"
 * may be stale, since another machine may have begun a new cutover; any other copy is given with its age.
 */
final class OfflineJournal {
    /** How long a finished cutover that this machine wrote itself is believed: others may have begun a new one since. */
    private static final Duration RECENT = Duration.ofHours(1);

    private final LocalCopies copies;
    private final Clock clock;

    OfflineJournal(LocalCopies copies, Clock clock) {
        this.copies = copies;
        this.clock = clock;
    }

    /** @throws CutoverException when no local copy is usable */
    CutoverRecord record(String service, JournalUnavailableException away) {
        Optional<CutoverRecord> ours = LocalCopies.bestEffort(() -> copies.unsent(service), Optional.empty());
        boolean recent = ours.filter(r -> age(r).compareTo(RECENT) < 0).isPresent();
        if (recent && !LocalCopies.ended(ours.get())) {
            return ours.get();
        }
        CutoverRecord known = ours.or(() -> copy(service, away)).orElseThrow(away::plain);
        if (LocalCopies.ended(known) && !recent) {
            throw new JournalUnavailableException(
                    away.getMessage() + "; the copy on this machine says that " + service + " was " + known.state()
                            + " at " + at(known) + " (" + ago(known) + "), which may be stale",
                    away);
        }
        return withNote(known, ours.isPresent() ? "what this machine wrote" : "the copy on this machine", away);
    }

    private Optional<CutoverRecord> copy(String service, JournalUnavailableException away) {
        try {
            return copies.copy(service);
        } catch (CutoverException unusable) {
            throw new JournalUnavailableException(away.getMessage() + "; " + unusable.getMessage(), unusable);
        }
    }

    /** The first step that the caller writes records the age of the copy that it is based on. */
    private CutoverRecord withNote(CutoverRecord record, String source, JournalUnavailableException away) {
        String text = "based on " + source + ", revision " + record.revision() + " of " + at(record) + " ("
                + ago(record) + "): " + away.getMessage();
        return record.with(d -> d.reported(said -> said.withNotice(Reported.COPY, text))
                .event(Event.of(clock.instant(), Reported.COPY, text)));
    }

    private Duration age(CutoverRecord record) {
        return Duration.between(record.updatedAt(), clock.instant());
    }

    private static Instant at(CutoverRecord record) {
        return record.updatedAt().truncatedTo(ChronoUnit.SECONDS);
    }

    private String ago(CutoverRecord record) {
        Duration age = age(record);
        return Durations.text(age.truncatedTo(age.toHours() > 0 ? ChronoUnit.MINUTES : ChronoUnit.SECONDS)) + " ago";
    }

    /** Writes here only steps of a rollback, and the report that a cutover is abandoned or was left open. */
    CutoverRecord write(CutoverRecord record, JournalUnavailableException away) {
        CutoverRecord here = record(record.service(), away);
        boolean back = record.state().returning() || record.state() == CutoverState.ROLLED_BACK;
        if (!back && !onlyReportsItsOwner(record, here)) {
            throw away.plain();
        }
        if (record.revision() != here.revision()) {
            throw new StaleRecordException(record.service(), record.revision(), here.revision());
        }
        return copies.write(record.stored(clock.instant()), here);
    }

    /** Any other change is an intention, such as an approval, and a step forward follows it. */
    private static boolean onlyReportsItsOwner(CutoverRecord record, CutoverRecord here) {
        Reported now = record.reported();
        Reported before = here.reported();
        boolean reports = !Objects.equals(now.abandonedAt(), before.abandonedAt())
                || !Objects.equals(now.leftOpenAt(), before.leftOpenAt());
        return reports && record.with(d -> d.reported(any -> before)).sameStateAs(here);
    }

    /** The cutovers under way that this machine knows; never all of them. */
    Journal.Contents contents(JournalUnavailableException away) {
        List<CutoverRecord> records = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (String service : LocalCopies.bestEffort(copies::services, List.<String>of())) {
            try {
                records.add(record(service, away));
            } catch (CutoverException e) {
                if (e != away && e.getCause() != away) {
                    unreadable.add(e.getMessage());
                }
            }
        }
        if (records.isEmpty() && unreadable.isEmpty()) {
            throw away.plain();
        }
        String line = away.getMessage() + "; only the copies on this machine are known" + newest(records);
        unreadable.add(0, line);
        return new Journal.Contents(records, unreadable, line);
    }

    private String newest(List<CutoverRecord> records) {
        return records.stream()
                .max(Comparator.comparing(CutoverRecord::updatedAt))
                .map(r -> ", the newest of " + at(r) + " (" + ago(r) + ")")
                .orElse("");
    }
}

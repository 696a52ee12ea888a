package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers for a cluster that is away, by what lies on this machine. That may be of any age: an end is no word of now, for
 * others may have begun anew since, and whatever else is given says of when it is.
 */
final class OfflineJournal {
    /** What a record that is not the cluster's says of itself. */
    static final String LOCAL = "journal";

    private static final Set<String> TELLING = Set.of(LOCAL, MirroredJournal.ABANDONED, MirroredJournal.LEFT_OPEN);

    /** How long what the cluster does not know is this machine's word for sure: others may have gone on since. */
    private static final Duration RECENT = Duration.ofHours(1);

    private final LocalCopies copies;
    private final Clock clock;

    OfflineJournal(LocalCopies copies, Clock clock) {
        this.copies = copies;
        this.clock = clock;
    }

    /** @throws CutoverException when nothing that is known here can be gone by */
    CutoverRecord record(String service, JournalUnavailableException away) {
        Optional<CutoverRecord> ours = LocalCopies.harmless(() -> copies.untold(service), Optional.empty());
        boolean recent = ours.filter(r -> age(r).compareTo(RECENT) < 0).isPresent();
        if (recent && !LocalCopies.ended(ours.get())) {
            return ours.get();
        }
        CutoverRecord known = ours.or(() -> copy(service, away)).orElseThrow(away::plain);
        if (LocalCopies.ended(known) && !recent) {
            throw new JournalUnavailableException(
                    away.getMessage() + "; the copy on this machine says that " + service + " was " + known.state()
                            + " at " + at(known) + " (" + ago(known) + "), which tells nothing of now",
                    away);
        }
        return noted(known, ours.isPresent() ? "what this machine did" : "the copy on this machine", away);
    }

    private Optional<CutoverRecord> copy(String service, JournalUnavailableException away) {
        try {
            return copies.copy(service);
        } catch (CutoverException unusable) {
            throw new JournalUnavailableException(away.getMessage() + "; " + unusable.getMessage(), unusable);
        }
    }

    /** Whoever goes by it writes down of when it was, with the first step that they write. */
    private CutoverRecord noted(CutoverRecord record, String what, JournalUnavailableException away) {
        String text = "this goes by " + what + ", revision " + record.revision() + " of " + at(record) + " ("
                + ago(record) + "): " + away.getMessage();
        return record.with(d -> d.event(Event.of(clock.instant(), LOCAL, text)));
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

    /** Only steps back are written here, and that nobody moves a cutover. */
    CutoverRecord write(CutoverRecord record, JournalUnavailableException away) {
        CutoverRecord here = record(record.service(), away);
        boolean back = record.state().returning() || record.state() == CutoverState.ROLLED_BACK;
        if (!back && !onlyTells(record, here)) {
            throw away.plain();
        }
        if (record.revision() != here.revision()) {
            throw new StaleRecordException(record.service(), record.revision(), here.revision());
        }
        return copies.write(record.stored(clock.instant()), here);
    }

    /** Other events are intentions, a gate that is passed for one, and are followed by steps forward. */
    private static boolean onlyTells(CutoverRecord record, CutoverRecord here) {
        List<Event> more = new ArrayList<>(record.history());
        more.removeAll(here.history());
        return more.stream().map(Event::kind).allMatch(TELLING::contains)
                && record.asOf(here.revision())
                        .withHistory(here.eventsBefore(), here.history())
                        .equals(here);
    }

    /** What this machine knows of what is under way; it never knows of all. */
    Journal.Contents contents(JournalUnavailableException away) {
        List<CutoverRecord> records = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (String service : LocalCopies.harmless(copies::services, List.<String>of())) {
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
        String line = away.getMessage() + "; what is known are the copies on this machine" + newest(records);
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

package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Stores records. A write that returned survives a crash. */
public interface Journal {
    /** @throws io.jenkins.plugins.cutover.model.CutoverException when the record is damaged or of a newer format */
    Optional<CutoverRecord> find(String service);

    /**
     * Stores a record if no other writer has stored one since it was read.
     *
     * @return the record as stored, one revision further
     * @throws StaleRecordException when the stored revision differs from the given one: read again
     */
    CutoverRecord save(CutoverRecord record);

    /**
     * Stores a record that differs from the stored one in its {@link io.jenkins.plugins.cutover.model.Observations} only.
     * Its revision stays. A failure of the machine may lose it, a crash of the process does not.
     *
     * @return the record as stored
     * @throws StaleRecordException when the stored revision differs from the given one: read again
     */
    default CutoverRecord observe(CutoverRecord record) {
        return save(record);
    }

    /**
     * Stores a record that a process still has in memory, where the stored one is lost or damaged. A damaged one is kept
     * under another name, for people. A stored record that can be read is treated as by {@link #save}.
     */
    default CutoverRecord restore(CutoverRecord record) {
        return save(record);
    }

    /** All records. */
    Contents contents();

    /** Where it is, for messages: {@code journal /var/lib/...}; empty when it has no useful name. */
    default String place() {
        return "";
    }

    /** The newest record of each service, by name; those that can be read. */
    default List<CutoverRecord> all() {
        return contents().records();
    }

    /** Says that there is no cutover of that name, in which journal, and which cutovers exist. */
    default InvalidInputException unknown(String service) {
        String known = all().stream().map(CutoverRecord::service).collect(Collectors.joining(", "));
        return new InvalidInputException("service: \"" + service + "\" has no cutover"
                + (place().isEmpty() ? "" : " in " + place())
                + "; known: " + (known.isEmpty() ? "none" : known));
    }

    /**
     * Finished cutovers whose service has a newer one, as far as they are kept; the last opened first.
     *
     * @param most how many at most
     */
    default List<CutoverRecord> finished(int most) {
        return List.of();
    }

    /** Every event of a cutover, including those that were moved out of its record. */
    default List<Event> history(CutoverRecord record) {
        return record.history();
    }

    /** A record for display: with its whole history, or with the rest if earlier events are lost. */
    default CutoverRecord whole(CutoverRecord record) {
        if (record.eventsBefore() == 0) {
            return record;
        }
        try {
            return record.whole(history(record));
        } catch (JournalUnavailableException away) {
            throw away;
        } catch (CutoverException lost) {
            FileErrors.once(Journal.class, lost.getMessage());
            return record;
        }
    }

    /**
     * @param records the newest of each service, by name
     * @param unreadable one line for each record that is damaged or of a newer format: it may be of an open cutover
     * @param away why these are only the copies on this machine, also the first of the unreadable lines; empty when the
     *     journal itself has answered
     */
    record Contents(List<CutoverRecord> records, List<String> unreadable, String away) {
        public Contents(List<CutoverRecord> records, List<String> unreadable) {
            this(records, unreadable, "");
        }
    }
}

package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.util.List;
import java.util.Optional;

/** Where records live. A write that returned survives a crash. */
public interface Journal {
    /** @throws io.jenkins.plugins.cutover.model.CutoverException when the record is damaged or of a newer format */
    Optional<CutoverRecord> find(String service);

    /**
     * Stores a record if nobody else has stored one since it was read.
     *
     * @return the record as stored, one revision further
     * @throws StaleRecordException when the stored revision is another than the given one's: read again
     */
    CutoverRecord save(CutoverRecord record);

    /** The newest record of each service, by name. Damaged ones are left out; {@link #find} tells about them. */
    List<CutoverRecord> all();
}

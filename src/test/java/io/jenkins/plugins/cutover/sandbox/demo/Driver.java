package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import java.time.Instant;
import java.util.Optional;

/** What carries the service across by the example pipeline, and tells how far it is. */
interface Driver extends AutoCloseable {
    /** What is told, in the order of the pipeline, on any thread. */
    interface Told {
        void deploying();

        void deployed();

        /** Before or as the share is set. */
        void shifting(Share to) throws Exception;

        void shifted(Share to, Instant at);

        void judging(Share share);

        /** @param verdict null when the phase ended without one */
        void judged(Verdict verdict, Instant at);

        void rollingBack();

        void rolledBack();
    }

    /**
     * Runs the pipeline to its end, however that is.
     *
     * @return why it failed; empty when it ended well
     */
    String run(Told told) throws Exception;

    void abort(String reason) throws Exception;

    /** The last status line; empty when there is none. */
    String status();

    Optional<CutoverRecord> record();

    /** Where to look beside the terminal; empty for nowhere. */
    String address();
}

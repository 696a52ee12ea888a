package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import java.time.Instant;
import java.util.Optional;

/** Moves the service with the example pipeline, and reports its progress. */
interface Driver extends AutoCloseable {
    /** Receives the progress in the order of the pipeline, on any thread. */
    interface Listener {
        void deploying();

        void deployed();

        /** Before or as the share is set. */
        void shifting(Share to) throws Exception;

        void shifted(Share to, Instant at);

        void judging(Share share);

        /** @param verdict null when the phase ended without one */
        void judged(Verdict verdict, Instant at);

        /** @param gate waits before the phase with this share */
        void gateOpens(Share next, DemoGate gate);

        void gateEnds(Share next);

        /** Everything is on EKS; Mesos is kept for a while. */
        void soaking();

        void retired();

        /** @param withoutMesos whether it is the form without the Mesos lines, after the retirement */
        void handingOver(boolean withoutMesos);

        void handedOver(boolean withoutMesos);

        /** Clients use the other HAProxies while the work is done. */
        void withoutClients(HaproxyProcess haproxy, Runnable work);

        /** What people do beside the tool: one line. */
        void did(String text);

        void rollingBack();

        void rolledBack();
    }

    /**
     * Runs the pipeline to its end, successful or not.
     *
     * @return why it failed; empty when it succeeded
     */
    String run(Listener listener) throws Exception;

    void abort(String reason) throws Exception;

    /** The last status line; empty when there is none. */
    String status();

    Optional<CutoverRecord> record();

    /** A web address that shows the run; empty for none. */
    String address();
}

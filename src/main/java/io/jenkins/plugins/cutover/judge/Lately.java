package io.jenkins.plugins.cutover.judge;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/**
 * What the last blocks and seconds say about how the next second's failures are to be counted.
 *
 * @param mesos how often Mesos fails, and how much that wobbles
 * @param canary requests to EKS in the last closed block of the phase
 * @param baseline requests to Mesos in it
 * @param ofEks the event on EKS that is under way
 * @param ofMesos the event on Mesos that is under way
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Lately(MesosScatter mesos, long canary, long baseline, FailingRun ofEks, FailingRun ofMesos) {
    static final Lately UNKNOWN = new Lately(MesosScatter.UNKNOWN, 0, 0, FailingRun.NONE, FailingRun.NONE);

    static Lately after(BaselineHistory mesosBefore) {
        return new Lately(MesosScatter.after(mesosBefore), 0, 0, FailingRun.NONE, FailingRun.NONE);
    }

    /**
     * With another second.
     *
     * @param expected failures of EKS in it
     * @param capital before it
     */
    Lately next(OpenSecond second, double expected, List<Double> capital) {
        Counts other = second.traffic().baseline();
        return new Lately(
                mesos,
                canary,
                baseline,
                ofEks.next(second.traffic().canary(), expected, second.length(), capital),
                ofMesos.next(other, mesos.known() * other.requests(), second.length(), List.of()));
    }

    Lately blockClosed(OpenBlock block) {
        return new Lately(
                mesos.plus(new Counts(block.baseline(), block.baselineErrors())),
                block.canary(),
                block.baseline(),
                ofEks,
                ofMesos);
    }

    /** Requests in the last block and in the open one. */
    Pair requests(OpenBlock open) {
        return Pair.of(canary + open.canary(), 0, baseline + open.baseline(), 0);
    }
}

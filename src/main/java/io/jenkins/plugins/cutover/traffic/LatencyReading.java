package io.jenkins.plugins.cutover.traffic;

import java.io.Serializable;
import java.util.List;

/**
 * Response times of single requests.
 *
 * @param mesosMillis total time at the server in milliseconds, one for each request that Mesos answered
 * @param eksMillis the same for EKS
 * @param cursors where the next reading continues, one for each instance that answered
 * @param lost one line for each instance whose ring lost lines before they were read, or that did not answer: the
 *     times are then a sample
 */
public record LatencyReading(int[] mesosMillis, int[] eksMillis, List<LatencyCursor> cursors, List<String> lost)
        implements Serializable {
    public LatencyReading {
        cursors = List.copyOf(cursors);
        lost = List.copyOf(lost);
    }
}

package io.jenkins.plugins.cutover.judge;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/**
 * Response times of both sides, for people.
 *
 * @param eks p50, p95 and p99 until the first byte in milliseconds; empty when not known
 * @param mesos the same of Mesos
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record ResponseTimes(List<Integer> eks, List<Integer> mesos) {
    public static final ResponseTimes UNKNOWN = new ResponseTimes(List.of(), List.of());

    public ResponseTimes {
        eks = List.copyOf(eks);
        mesos = List.copyOf(mesos);
    }

    boolean known() {
        return !eks.isEmpty() && !mesos.isEmpty();
    }
}

package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import java.time.Duration;
import java.time.Instant;

/**
 * One phase as it went.
 *
 * @param share what was wanted
 * @param from when the share was confirmed
 * @param to when it ended, or the last look at it
 * @param measured EKS's part of the requests, 0 to 1; NaN when there were none
 * @param verdict null while there is none
 * @param requests on both sides
 */
public record PhaseSpan(Share share, Instant from, Instant to, double measured, Verdict verdict, long requests) {

    public double seconds() {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}

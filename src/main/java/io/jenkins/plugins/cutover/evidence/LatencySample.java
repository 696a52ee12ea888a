package io.jenkins.plugins.cutover.evidence;

import java.time.Instant;

/**
 * The slowest hundredth of the answers in an interval.
 *
 * @param at the end of the interval
 * @param mesosP99 in milliseconds; NaN when Mesos answered nothing
 * @param eksP99 in milliseconds; NaN when EKS answered nothing
 */
public record LatencySample(Instant at, double mesosP99, double eksP99) {}

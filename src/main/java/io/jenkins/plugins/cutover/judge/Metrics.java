package io.jenkins.plugins.cutover.judge;

import java.util.List;

/**
 * What is known of each metric; part of the {@link JudgeState}.
 *
 * @param errors EKS's failures against Mesos's
 * @param retries likewise; null when not in use
 * @param latency p50, p90, p99; empty when not in use
 * @param floor capitals against "too rare to matter"; empty when not in use
 * @param guardrail capitals against "within the SLO"; empty when not in use
 * @param averages the weak sign test
 */
record Metrics(
        Comparison.State errors,
        Comparison.State retries,
        List<Comparison.State> latency,
        List<Double> floor,
        List<Double> guardrail,
        Averages averages) {}

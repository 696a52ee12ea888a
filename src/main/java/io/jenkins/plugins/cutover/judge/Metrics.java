package io.jenkins.plugins.cutover.judge;

import java.util.List;

/**
 * The state of each metric's test; part of the {@link JudgeState}.
 *
 * @param errors EKS's failures against Mesos's
 * @param retries the same of retries; null when not in use
 * @param latency p50, p90, p99; empty when not in use
 * @param floor capitals against "too rare to matter"; empty when not in use
 * @param guardrail capitals against "within the SLO"; empty when not in use
 * @param averages the weak sign test
 * @param retryFloor as {@code floor}, for retries
 * @param events capitals against "pods fail no more often than tasks"; empty when not in use
 * @param totals p50, p90, p99 of the time until the last byte; empty when not in use
 * @param kinds the ways in which requests ended
 * @param hanging requests in flight
 * @param mesos compared with itself before the cutover
 * @param stays how long requests stay, by the number in flight
 * @param suspicion of EKS without live traffic on Mesos
 */
record Metrics(
        Comparison.State errors,
        Comparison.State retries,
        List<Comparison.State> latency,
        List<Double> floor,
        List<Double> guardrail,
        Averages averages,
        List<Double> retryFloor,
        List<Double> events,
        List<Comparison.State> totals,
        KindTests.State kinds,
        Hanging hanging,
        MesosNow mesos,
        Suspicion suspicion,
        Stays stays) {
    Metrics {
        stays = stays == null ? Stays.NONE : stays;
        suspicion = suspicion == null ? Suspicion.NONE : suspicion;
        mesos = mesos == null ? MesosNow.UNKNOWN : mesos;
        totals = totals == null ? List.of() : totals;
        kinds = kinds == null ? KindTests.State.NONE : kinds;
        hanging = hanging == null ? Hanging.NONE : hanging;
        retryFloor = retryFloor == null ? List.of() : retryFloor; // absent in old states
        events = events == null ? List.of() : events;
    }

    Metrics withEvents(List<Double> changed) {
        return new Metrics(
                errors,
                retries,
                latency,
                floor,
                guardrail,
                averages,
                retryFloor,
                changed,
                totals,
                kinds,
                hanging,
                mesos,
                suspicion,
                stays);
    }
}

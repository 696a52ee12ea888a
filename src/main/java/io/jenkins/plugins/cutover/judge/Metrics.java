package io.jenkins.plugins.cutover.judge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * The state of each metric's test; part of the {@link JudgeState}.
 *
 * @param errors EKS's failures against Mesos's
 * @param retries the same of retries; null when not in use
 * @param floor capitals against "too rare to matter"; empty when not in use
 * @param guardrail capitals against "within the SLO"; empty when not in use
 * @param averages the weak sign test
 * @param retryFloor as {@code floor}, for retries
 * @param events capitals against "pods fail no more often than tasks"; empty when not in use
 * @param kinds the ways in which requests ended
 * @param hanging requests in flight
 * @param mesos compared with itself before the cutover
 * @param stays how long requests stay, by the number in flight
 * @param slowness response times, where single requests are timed
 * @param times quantiles of the last poll, for people
 * @param suspicion of EKS without live traffic on Mesos
 */
@JsonIgnoreProperties({"latency", "totals"}) // in older records
record Metrics(
        Comparison.State errors,
        Comparison.State retries,
        List<Double> floor,
        List<Double> guardrail,
        Averages averages,
        List<Double> retryFloor,
        List<Double> events,
        KindTests.State kinds,
        Hanging hanging,
        MesosNow mesos,
        Suspicion suspicion,
        Stays stays,
        Slowness slowness,
        ResponseTimes times) {
    Metrics {
        times = times == null ? ResponseTimes.UNKNOWN : times;
        slowness = slowness == null ? Slowness.NONE : slowness;
        stays = stays == null ? Stays.NONE : stays;
        suspicion = suspicion == null ? Suspicion.NONE : suspicion;
        mesos = mesos == null ? MesosNow.UNKNOWN : mesos;
        kinds = kinds == null ? KindTests.State.NONE : kinds;
        hanging = hanging == null ? Hanging.NONE : hanging;
        retryFloor = retryFloor == null ? List.of() : retryFloor; // absent in old states
        events = events == null ? List.of() : events;
    }

    Metrics withEvents(List<Double> changed) {
        return new Metrics(
                errors,
                retries,
                floor,
                guardrail,
                averages,
                retryFloor,
                changed,
                kinds,
                hanging,
                mesos,
                suspicion,
                stays,
                slowness,
                times);
    }
}

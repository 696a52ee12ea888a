package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.metrics.MetricReader;
import io.jenkins.plugins.cutover.metrics.MetricReading;
import io.jenkins.plugins.cutover.model.CheckSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * The answer of one check, from both sides when it compares them.
 *
 * @param known whether there was a number
 * @param refused whether the source answered with an error, or not at all
 * @param broken whether the number is outside the check's limits
 * @param text one line
 * @param retryAfter how long the source asks not to be queried; zero when it does not
 */
public record CheckAnswer(boolean known, boolean refused, boolean broken, String text, Duration retryAfter) {
    static CheckAnswer of(MetricReader source, CheckSpec check) {
        MetricReading eks = source.read(check);
        if (!(eks instanceof MetricReading.Value value)) {
            return unknown("", eks);
        }
        if (!check.twoSided()) {
            return judged(check, value, Double.NaN);
        }
        MetricReading mesos = source.read(check.baseline());
        return mesos instanceof MetricReading.Value baseline
                ? judged(check, value, baseline.value())
                : unknown("baseline: ", mesos);
    }

    /** Before the first shift EKS has no traffic: a comparison is asked for its baseline only. */
    public static CheckAnswer beforeTraffic(MetricReader source, CheckSpec check) {
        MetricReading eks = source.read(check);
        MetricReading asked =
                check.twoSided() && !(eks instanceof MetricReading.Failed) ? source.read(check.baseline()) : eks;
        return asked instanceof MetricReading.Value value
                ? check.twoSided() ? new CheckAnswer(true, false, false, "", Duration.ZERO) : judged(check, value, 0)
                : unknown(asked == eks ? "" : "baseline: ", asked);
    }

    private static CheckAnswer judged(CheckSpec check, MetricReading.Value value, double baseline) {
        Optional<String> violation = check.violation(value.value(), baseline);
        String number = check.expected() != null
                ? "it answers as expected"
                : CheckSpec.number(value.value())
                        + (check.twoSided() ? " (Mesos " + CheckSpec.number(baseline) + ")" : "")
                        + " is within its limits";
        String text = value.note().isEmpty() ? violation.orElse(number) : value.note();
        return new CheckAnswer(true, false, violation.isPresent(), text, Duration.ZERO);
    }

    private static CheckAnswer unknown(String which, MetricReading reading) {
        return reading instanceof MetricReading.Failed f
                ? new CheckAnswer(false, true, false, which + f.reason(), f.retryAfter())
                : new CheckAnswer(
                        false, false, false, which + ((MetricReading.NoData) reading).reason(), Duration.ZERO);
    }
}

package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.metrics.MetricSource;
import io.jenkins.plugins.cutover.metrics.Reading;
import io.jenkins.plugins.cutover.model.CheckSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * One check, asked once: both sides of it when it compares them.
 *
 * @param known whether there was a number
 * @param refused whether the source could not be asked at all
 * @param broken whether the number is outside the check's limits
 * @param text one line
 * @param retryAfter how long the source wants to be left alone
 */
record CheckAnswer(boolean known, boolean refused, boolean broken, String text, Duration retryAfter) {
    static CheckAnswer of(MetricSource source, CheckSpec check) {
        Reading eks = source.read(check);
        if (!(eks instanceof Reading.Value value)) {
            return unknown("", eks);
        }
        if (!check.twoSided()) {
            return judged(check, value, Double.NaN);
        }
        Reading mesos = source.read(check.baseline());
        return mesos instanceof Reading.Value baseline
                ? judged(check, value, baseline.value())
                : unknown("baseline: ", mesos);
    }

    /** Whether there is something to compare with; EKS itself has no traffic before the first shift. */
    static CheckAnswer beforeTraffic(MetricSource source, CheckSpec check) {
        Reading eks = source.read(check);
        Reading asked = check.twoSided() && !(eks instanceof Reading.Failed) ? source.read(check.baseline()) : eks;
        return asked instanceof Reading.Value value
                ? check.twoSided() ? new CheckAnswer(true, false, false, "", Duration.ZERO) : judged(check, value, 0)
                : unknown(asked == eks ? "" : "baseline: ", asked);
    }

    private static CheckAnswer judged(CheckSpec check, Reading.Value value, double baseline) {
        Optional<String> violation = check.violation(value.value(), baseline);
        String number = check.expected() != null
                ? "it answers as expected"
                : CheckSpec.number(value.value())
                        + (check.twoSided() ? " (Mesos " + CheckSpec.number(baseline) + ")" : "")
                        + " is within its limits";
        String text = value.note().isEmpty() ? violation.orElse(number) : value.note();
        return new CheckAnswer(true, false, violation.isPresent(), text, Duration.ZERO);
    }

    private static CheckAnswer unknown(String which, Reading reading) {
        return reading instanceof Reading.Failed f
                ? new CheckAnswer(false, true, false, which + f.reason(), f.retryAfter())
                : new CheckAnswer(false, false, false, which + ((Reading.NoData) reading).reason(), Duration.ZERO);
    }
}

package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.metrics.MetricReader;
import io.jenkins.plugins.cutover.metrics.MetricReading;
import io.jenkins.plugins.cutover.metrics.MetricReading.Period;
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
 * @param period what the number is about; null where it is about the present
 * @param compared whether both sides were compared
 * @param worse whether EKS is worse than Mesos by more than the margin
 */
public record CheckAnswer(
        boolean known,
        boolean refused,
        boolean broken,
        String text,
        Duration retryAfter,
        Period period,
        boolean compared,
        boolean worse) {
    private static final Period LONG_AGO = new Period(0, 1);

    /** @param control whether Mesos has traffic to compare with; without it only the limits of EKS count */
    static CheckAnswer of(MetricReader source, CheckSpec check, boolean control) {
        MetricReading eks = source.read(check);
        if (!(eks instanceof MetricReading.Value value)) {
            return unknown("", eks);
        }
        if (!check.twoSided() || !control) {
            return judged(check, value, Double.NaN);
        }
        MetricReading mesos = source.read(check.baseline());
        if (!(mesos instanceof MetricReading.Value baseline)) {
            return unknown("baseline: ", mesos);
        }
        return samePeriod(value.period(), baseline.period())
                ? judged(check, value, baseline.value())
                : new CheckAnswer(true, false, false, "", Duration.ZERO, LONG_AGO, false, false);
    }

    /** A period may have ended between the two queries; a source that begins one each second gives two that overlap. */
    private static boolean samePeriod(Period one, Period other) {
        return one == null || other == null || 2 * Math.abs(one.end() - other.end()) < one.end() - one.start();
    }

    /** Before the first shift EKS has no traffic: a comparison is asked for its baseline only. */
    public static CheckAnswer beforeTraffic(MetricReader source, CheckSpec check) {
        MetricReading eks = source.read(check);
        MetricReading asked =
                check.twoSided() && !(eks instanceof MetricReading.Failed) ? source.read(check.baseline()) : eks;
        return asked instanceof MetricReading.Value value
                ? check.twoSided()
                        ? new CheckAnswer(true, false, false, "", Duration.ZERO, null, false, false)
                        : judged(check, value, 0)
                : unknown(asked == eks ? "" : "baseline: ", asked);
    }

    private static CheckAnswer judged(CheckSpec check, MetricReading.Value value, double baseline) {
        boolean compared = check.margin() != null && !Double.isNaN(baseline);
        boolean worse = compared && check.worse(value.value(), baseline);
        Optional<String> violation = check.violation(value.value(), baseline)
                .or(() -> worse && check.signal()
                        ? Optional.of(worse(check, value.value(), baseline))
                        : Optional.empty());
        String number = check.expected() != null
                ? "it answers as expected"
                : CheckSpec.number(value.value())
                        + (Double.isNaN(baseline) ? "" : " (Mesos " + CheckSpec.number(baseline) + ")")
                        + (check.limited() ? " is within its limits" : "");
        String text = value.note().isEmpty() ? violation.orElse(number) : value.note();
        return new CheckAnswer(
                true, false, violation.isPresent(), text, Duration.ZERO, value.period(), compared, worse);
    }

    private static String worse(CheckSpec check, double value, double baseline) {
        return CheckSpec.number(value) + " is worse than Mesos's " + CheckSpec.number(baseline) + " by more than "
                + CheckSpec.number(check.margin()) + " times (margin)";
    }

    private static CheckAnswer unknown(String which, MetricReading reading) {
        return reading instanceof MetricReading.Failed f
                ? new CheckAnswer(false, true, false, which + f.reason(), f.retryAfter(), null, false, false)
                : new CheckAnswer(
                        false,
                        false,
                        false,
                        which + ((MetricReading.NoData) reading).reason(),
                        Duration.ZERO,
                        null,
                        false,
                        false);
    }
}

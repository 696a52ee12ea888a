package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * The settings of one phase that differ from the spec; null for the value of the spec.
 *
 * @param max how long the phase may take before it is INCONCLUSIVE
 * @param onInconclusive what happens then
 * @param errorMargin 1 to 5
 * @param errorFloor as a fraction, 0 to 0.1
 * @param slo as a fraction, 0 to 0.5; 0 for none
 * @param latencyMargin 1 to 10
 * @param minRequests 1 or more
 * @param checks names of the spec's checks that count in this phase; an empty list for none
 */
public record VerifyChoices(
        Duration max,
        VerifySpec.OnInconclusive onInconclusive,
        Double errorMargin,
        Double errorFloor,
        Double slo,
        Double latencyMargin,
        Long minRequests,
        List<String> checks)
        implements Serializable {
    public static final VerifyChoices NONE = new VerifyChoices(null, null, null, null, null, null, null, null);

    /** @throws InvalidInputException naming every value that is out of its range, with the range */
    public VerifyChoices {
        List<String> faults = new java.util.ArrayList<>();
        within(faults, "errorMargin", errorMargin, 1, 5);
        within(faults, "errorFloor", errorFloor, 0, 0.1);
        within(faults, "slo", slo, 0, 0.5);
        within(faults, "latencyMargin", latencyMargin, 1, 10);
        within(faults, "minRequests", minRequests, 1, 1e9);
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
    }

    public static VerifyChoices of(Duration max, VerifySpec.OnInconclusive onInconclusive) {
        return new VerifyChoices(max, onInconclusive, null, null, null, null, null, null);
    }

    private static void within(List<String> faults, String name, Number value, double low, double high) {
        if (value != null && !(value.doubleValue() >= low && value.doubleValue() <= high)) {
            faults.add(name + ": \"" + value + "\" is not from " + CheckSpec.number(low) + " to "
                    + CheckSpec.number(high));
        }
    }
}

package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a phase is judged. The formulas and the reasons for the defaults are in the package {@code judge}.
 *
 * @param falseRollbacks alpha: the chance that a healthy cutover is rolled back, over its whole length; 0.0001 to 0.2
 * @param errorMargin psi0: odds of an error on EKS against Mesos that still count as no harm; 1 to 5
 * @param errorFloor error rate on EKS that is never called harm, as a fraction; 0 to 0.1
 * @param slo error rate on EKS that must not be passed regardless of Mesos, as a fraction; 0 for none
 * @param latencyMargin how much slower EKS may be; 1.0 to 10
 * @param minRequests EKS requests needed at each share before it can be called healthy; 1 or more
 * @param block length of a block of evidence; three are needed at each share
 * @param warmUp at the start of a phase, how long slower answers are ignored at most; errors always count
 * @param poll how often the counters are read
 * @param max how long a phase may take before it is INCONCLUSIVE; extended once by the same length when held
 * @param blindAfter how long there may be no evidence before a rollback; the share is held meanwhile
 * @param onInconclusive what then
 * @param judge further parameters of the judge by name, as {@code ./cutover judge --help} lists them
 * @param checks numbers of other systems that must stay within their limits
 * @param ask how a suspicion at a high share is settled
 * @param probes requests of the product's own to both sides
 */
public record VerifySpec(
        double falseRollbacks,
        double errorMargin,
        double errorFloor,
        double slo,
        double latencyMargin,
        long minRequests,
        Duration block,
        Duration warmUp,
        Duration poll,
        Duration max,
        Duration blindAfter,
        OnInconclusive onInconclusive,
        Map<String, Double> judge,
        List<CheckSpec> checks,
        AskSpec ask,
        List<ProbeSpec> probes)
        implements Serializable {
    public VerifySpec {
        ask = ask == null ? AskSpec.DEFAULT : ask; // absent in older records
        probes = probes == null ? List.of() : List.copyOf(probes); // older records have none
        judge = new TreeMap<>(judge);
        checks = checks == null ? List.of() : List.copyOf(checks); // older records have none
    }

    /** What happens when neither harm nor its absence could be shown. */
    public enum OnInconclusive {
        /** Stay at the share for as long again; then a person decides, or, with a sign of harm, EKS is sent back. */
        HOLD,
        /** Leave it to the pipeline to ask a person. */
        ASK,
        ROLLBACK,
        PROCEED;

        /** @throws InvalidInputException naming the valid values */
        public static OnInconclusive parse(String text) {
            for (OnInconclusive choice : values()) {
                if (choice.name().equalsIgnoreCase(text.trim())) {
                    return choice;
                }
            }
            throw new InvalidInputException(
                    "onInconclusive: \"" + text + "\" is not one of hold, ask, rollback, proceed");
        }
    }

    /**
     * The same with what a step says for its phase.
     *
     * @throws InvalidInputException naming a check that is none of this spec's, and those that are
     */
    public VerifySpec with(VerifyChoices other) {
        return new VerifySpec(
                falseRollbacks,
                or(other.errorMargin(), errorMargin),
                or(other.errorFloor(), errorFloor),
                or(other.slo(), slo),
                or(other.latencyMargin(), latencyMargin),
                or(other.minRequests(), minRequests),
                block,
                warmUp,
                poll,
                or(other.max(), max),
                blindAfter,
                or(other.onInconclusive(), onInconclusive),
                judge,
                other.checks() == null ? checks : named(other.checks()),
                ask,
                probes);
    }

    private static <T> T or(T chosen, T own) {
        return chosen == null ? own : chosen;
    }

    private List<CheckSpec> named(List<String> names) {
        List<String> known = checks.stream().map(CheckSpec::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new InvalidInputException("checks: \"" + name + "\" is not a check of this service; it has "
                        + (known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
        return checks.stream().filter(c -> names.contains(c.name())).toList();
    }

    public static VerifySpec defaults() {
        return new VerifySpec(
                0.005,
                1.25,
                0.0005,
                0,
                1.2,
                298,
                Duration.ofSeconds(10),
                Duration.ofSeconds(120),
                Duration.ofSeconds(1),
                Duration.ofMinutes(15),
                Duration.ofSeconds(60),
                OnInconclusive.HOLD,
                Map.of(),
                List.of(),
                AskSpec.DEFAULT,
                List.of());
    }
}

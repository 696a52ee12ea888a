package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.Parameter;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.VerifySpec;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Maps the names of a service file to the judge's statistical parameters. */
public final class JudgeSettingsMapper {
    private static final double RETRIES = .2;
    private static final double EVENTS = .1;
    private static final double AVERAGES = .2;

    private JudgeSettingsMapper() {}

    /** @throws InvalidInputException naming the parameter, its value and its range */
    public static JudgeSettings of(ServiceSpec spec) {
        return of(spec, spec.verify());
    }

    /** @param v in place of the spec's own */
    public static JudgeSettings of(ServiceSpec spec, VerifySpec v) {
        Map<String, Double> named = new HashMap<>();
        named.put("alpha", v.falseRollbacks());
        named.put("psi0", v.errorMargin());
        named.put("floor", v.errorFloor());
        named.put("latencyRatio", v.latencyMargin());
        named.put("minRequests", (double) v.minRequests());
        named.put("block", seconds(v.block()));
        named.put("warmUp", seconds(v.warmUp()));
        named.put("max", seconds(v.max()));
        named.put("blind", seconds(v.blindAfter()));
        boolean timed = !spec.haproxy().latencyRing().isEmpty();
        weights(timed).forEach((parameter, weight) -> named.put(parameter.text(), weight));
        if (v.slo() > 0) {
            named.put("slo", v.slo());
        }
        named.putAll(v.judge());
        try {
            return JudgeSettings.defaults().with(named);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("verify: " + e.getMessage());
        }
    }

    /**
     * The parts of the capital in a live cutover.
     *
     * @param timed whether single answers are timed; without that there are only mean times, which are weak evidence
     */
    public static Map<Parameter, Double> weights(boolean timed) {
        Map<Parameter, Double> weights = new EnumMap<>(Parameter.class);
        weights.put(Parameter.RETRY_WEIGHT, RETRIES);
        weights.put(Parameter.EVENT_WEIGHT, EVENTS);
        if (!timed) {
            weights.put(Parameter.LATENCY_WEIGHT, AVERAGES);
            weights.put(Parameter.AVERAGES, 1.0);
        }
        return weights;
    }

    public static double seconds(Duration duration) {
        return Durations.seconds(duration);
    }
}

package io.jenkins.plugins.cutover.judge;

import io.jenkins.plugins.cutover.model.HarmKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The judge's settings, valid by construction; fixed before the first phase and kept for the whole cutover, since the
 * error rates hold only for rules that do not change after the first look at the data.
 */
public final class JudgeSettings {
    private static final double SLO_SHARE_THAT_IS_FINE = .005;

    private static final double MOST_ACCEPTABLE = .2;

    private final Mode mode;
    private final Map<Parameter, Double> set;

    private JudgeSettings(Mode mode, Map<Parameter, Double> set) {
        this.mode = mode;
        this.set = set;
        if (psi1() <= psi0()) {
            throw new IllegalArgumentException("psi1 is " + NumberFormat.plain(psi1())
                    + ": must be above psi0, which is " + NumberFormat.plain(psi0()));
        }
    }

    public static JudgeSettings defaults() {
        return new JudgeSettings(Mode.ROBUST, new EnumMap<>(Parameter.class));
    }

    /**
     * These settings with one changed.
     *
     * @throws IllegalArgumentException in one line, naming the setting, its value and the valid range
     */
    public JudgeSettings with(Parameter parameter, double value) {
        Map<Parameter, Double> changed = new EnumMap<>(Parameter.class);
        changed.putAll(set);
        changed.put(parameter, parameter.valid(value));
        return new JudgeSettings(mode, changed);
    }

    /** Like {@link #with(Parameter, double)} for several at once, so that their order does not matter. */
    public JudgeSettings with(Map<String, ? extends Number> byName) {
        Map<Parameter, Double> changed = new EnumMap<>(Parameter.class);
        changed.putAll(set);
        byName.forEach((name, value) -> {
            Parameter parameter = Parameter.named(name);
            changed.put(parameter, parameter.valid(value.doubleValue()));
        });
        return new JudgeSettings(mode, changed);
    }

    public JudgeSettings with(Mode changed) {
        return new JudgeSettings(changed, set);
    }

    public Mode mode() {
        return mode;
    }

    public double get(Parameter parameter) {
        return set.getOrDefault(parameter, parameter.standard());
    }

    /** What differs from the defaults, by name: what a record keeps. */
    public Map<String, Double> changed() {
        Map<String, Double> named = new java.util.TreeMap<>();
        set.forEach((parameter, value) -> named.put(parameter.text(), value));
        return Collections.unmodifiableMap(named);
    }

    double alpha() {
        return get(Parameter.ALPHA);
    }

    double psi0() {
        return get(Parameter.PSI0);
    }

    /** Unset, it keeps its distance to psi0. */
    double psi1() {
        double own = get(Parameter.PSI1);
        return Double.isNaN(own) ? Math.max(2, 1.6 * psi0()) : own;
    }

    /** The odds ratio EKS/Mesos of a kind that is still taken as no harm. */
    double margin(HarmKind kind) {
        return switch (kind) {
            case FAILED, TRUNCATED, STALLED -> psi0();
            case GIVEN_UP, GIVEN_UP_IN_BODY -> get(Parameter.GIVEN_UP_MARGIN);
            case UNAUTHORIZED -> get(Parameter.UNAUTHORIZED_MARGIN);
            case NOT_FOUND -> get(Parameter.NOT_FOUND_MARGIN);
            case TOO_MANY_REQUESTS -> get(Parameter.TOO_MANY_REQUESTS_MARGIN);
            case CLIENT_ERROR -> get(Parameter.CLIENT_ERROR_MARGIN);
            case REDIRECTED -> get(Parameter.REDIRECTED_MARGIN);
            case SHORT -> get(Parameter.SHORT_MARGIN);
            case VERY_SLOW -> get(Parameter.VERY_SLOW_MARGIN);
        };
    }

    /**
     * The largest burst of a kind that is one event. What clients ask for is spread over both sides request by request;
     * what one instance does, such as failing, falls on one side at once.
     */
    double burst(HarmKind kind) {
        return switch (kind) {
            case FAILED, TRUNCATED, STALLED, GIVEN_UP, GIVEN_UP_IN_BODY -> get(Parameter.BURST);
            case VERY_SLOW -> Math.max(get(Parameter.BURST), Parameter.BURST.standard());
            default -> Math.min(get(Parameter.BURST), get(Parameter.KIND_BURST));
        };
    }

    /** The part of EKS's requests up to which a kind is no harm. */
    double floor(HarmKind kind) {
        return switch (kind) {
            case FAILED, TRUNCATED, STALLED -> get(Parameter.FLOOR);
            case VERY_SLOW -> get(Parameter.VERY_SLOW_FLOOR);
            default -> get(Parameter.KIND_FLOOR);
        };
    }

    boolean hasSlo() {
        return !Double.isNaN(get(Parameter.SLO));
    }

    /**
     * The failed fraction below which EKS is fine whatever Mesos's is. Unset: with an SLO the lesser of it and .5 %, else
     * the bound that minRequests requests without a failure prove, 1 - beta^(1/minRequests) (298 prove 1 %).
     */
    double acceptable() {
        double own = get(Parameter.ACCEPTABLE);
        if (!Double.isNaN(own)) {
            return own;
        }
        return hasSlo()
                ? Math.min(get(Parameter.SLO), SLO_SHARE_THAT_IS_FINE)
                : 1 - Math.pow(get(Parameter.BETA), 1 / get(Parameter.MIN_REQUESTS));
    }

    /**
     * The failed fraction that a phase must exclude. With little traffic few users are harmed before the next share shows
     * what this one could not: there it is {@link Parameter#BEARABLE} failures a minute, but never more than .2.
     *
     * @param rate requests a second to both sides
     */
    double acceptable(double rate) {
        boolean own = !Double.isNaN(get(Parameter.ACCEPTABLE)) || hasSlo();
        double next = 60 * rate * get(Parameter.NEXT_SHARE) / 100;
        double bearable = next > 0 ? Math.min(MOST_ACCEPTABLE, get(Parameter.BEARABLE) / next) : 0;
        return own ? acceptable() : Math.max(acceptable(), bearable);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JudgeSettings that && mode == that.mode && set.equals(that.set);
    }

    @Override
    public int hashCode() {
        return 31 * mode.hashCode() + set.hashCode();
    }

    @Override
    public String toString() {
        return mode + " " + changed();
    }
}

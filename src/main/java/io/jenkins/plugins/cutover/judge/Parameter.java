package io.jenkins.plugins.cutover.judge;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Every number a user may set, with its default and range. The CLI's options and the steps' margins are made of it. */
public enum Parameter {
    ALPHA("alpha", .005, 1e-6, .5, "chance of a false rollback over one cutover"),
    BETA("beta", .05, 1e-6, .5, "chance that a proof of no harm is wrong"),
    PSI0("psi0", 1.25, 1, 100, "odds ratio EKS/Mesos still taken as no harm"),
    PSI1("psi1", Double.NaN, 1.01, 1000, "odds ratio that the proof of no harm excludes; unset, 2 or 1.6 * psi0"),
    FLOOR("floor", .0005, 0, .5, "failed fraction below which EKS is never sent back; 0 is none"),
    SLO("slo", Double.NaN, 1e-7, .9, "failed fraction promised to users; unset, there is no guardrail"),
    ACCEPTABLE(
            "acceptable",
            Double.NaN,
            1e-7,
            1,
            "failed fraction proved to be fine whatever Mesos's; unset, what minRequests without a failure prove"),
    BEARABLE(
            "bearable",
            2,
            0,
            1e6,
            "failed requests a minute at the next share that a phase need not exclude where traffic is low"),
    NEXT_SHARE("nextShare", 100, .01, 100, "percent of the traffic that EKS gets when the phase passes"),
    BURST("burst", 20, 1, 1e6, "largest burst of failures in one poll that is one event"),
    BLOCK("block", 10, 1, 3600, "seconds of a block, the unit of wobble"),
    RHO("rho", .05, .001, .9, "correlation of failures inside a block"),
    HORIZON("horizon", 3600, 1, 1e7, "seconds over which late faults are looked for with full strength"),
    LATENCY_RATIO("latencyRatio", 1.2, 1, 100, "how many times slower than Mesos, and 20 ms, EKS may answer"),
    LATENCY_PACE(
            "latencyPace",
            .85,
            .05,
            10,
            "standard deviations that a block of slower answers counts at most: less needs them to last longer"),
    VERY_SLOW_PACE("verySlowPace", 1.5, .05, 10, "the same for answers 2 times slower and 50 ms, which count sooner"),
    LATENCY_PROOF(
            "latencyProof",
            0,
            0,
            1,
            "1: no phase passes before slower answers are excluded; 0: it passes and says that they could not be"),
    ERROR_WEIGHT("errorWeight", .5, .01, 1, "weight of failures in the evidence"),
    LATENCY_WEIGHT("latencyWeight", .3, 0, 1, "weight of latency in the evidence; 0 ignores it"),
    GUARDRAIL_WEIGHT("guardrailWeight", .2, 0, 1, "weight of the guardrail in the evidence, when slo is set"),
    AVERAGES(
            "averages",
            0,
            0,
            1,
            "part of latency's weight for mean answer times, which are weak; 1 where nothing better is measured"),
    RETRY_WEIGHT("retryWeight", 0, 0, 1, "weight of retries in the evidence; 0 ignores them"),
    EVENT_WEIGHT("eventWeight", 0, 0, 1, "weight of pods and tasks that failed in the evidence; 0 ignores them"),
    KIND_WEIGHT("kindWeight", .1, 0, 1, "weight of the kinds of harm that are no plain failures; 0 ignores them"),
    KIND_FLOOR("kindFloor", .002, 0, .5, "part of EKS's requests up to which a kind of harm is never one"),
    KIND_BURST(
            "kindBurst",
            5,
            1,
            1e6,
            "largest burst of one status or of short answers in one poll that is one event; a client's are spread over both sides"),
    UNAUTHORIZED_MARGIN("unauthorizedMargin", 1.25, 1, 1e6, "odds ratio of answers 401 and 403 still taken as no harm"),
    NOT_FOUND_MARGIN("notFoundMargin", 1.25, 1, 1e6, "odds ratio of answers 404 still taken as no harm"),
    TOO_MANY_REQUESTS_MARGIN("tooManyRequestsMargin", 1.25, 1, 1e6, "odds ratio of answers 429 still taken as no harm"),
    CLIENT_ERROR_MARGIN("clientErrorMargin", 1.25, 1, 1e6, "odds ratio of other answers 4xx still taken as no harm"),
    REDIRECTED_MARGIN("redirectedMargin", 1.25, 1, 1e6, "odds ratio of answers 3xx still taken as no harm"),
    GIVEN_UP_MARGIN("givenUpMargin", 1.25, 1, 1e6, "odds ratio of requests given up by clients still taken as no harm"),
    SHORT_MARGIN("shortMargin", 2, 1, 1e6, "odds ratio of answers that are far too short still taken as no harm"),
    VERY_SLOW_MARGIN("verySlowMargin", 2, 1, 1e6, "odds ratio of answers that are far too slow still taken as no harm"),
    VERY_SLOW_FLOOR("verySlowFloor", .2, 0, 1, "part of EKS's answers up to which far too slow ones are no gross harm"),
    MIN_REQUESTS("minRequests", 298, 1, 1e9, "EKS requests in a phase before it can pass"),
    MIN_BLOCKS("minBlocks", 3, 1, 1e6, "blocks with EKS traffic in a phase before it can pass"),
    WARM_UP(
            "warmUp",
            120,
            0,
            3600,
            "seconds at the start of a phase in which slower answers are ignored at most; it ends when EKS is not slower"),
    WARM_UP_REQUESTS(
            "warmUpRequests",
            200,
            0,
            1e9,
            "EKS requests per pod since the cutover began, or 30 s, before far too slow answers count"),
    SUSPICION("suspicion", 10, 1, 1e6, "evidence of harm at which a phase cannot pass"),
    MAX("max", 900, 1, 1e6, "seconds of a phase after which it is INCONCLUSIVE; extended once"),
    MISSED_POLLS("missedPolls", 3, 1, 1000, "missed polls in a row that make the judge BLIND"),
    BLIND("blind", 60, .1, 3600, "seconds the share is held while BLIND");

    private final String text;
    private final double standard;
    private final double min;
    private final double max;
    private final String help;

    Parameter(String text, double standard, double min, double max, String help) {
        this.text = text;
        this.standard = standard;
        this.min = min;
        this.max = max;
        this.help = help;
    }

    /** The name in YAML, in steps and, in kebab case, on the command line. */
    public String text() {
        return text;
    }

    /** The default; NaN when unset. */
    public double standard() {
        return standard;
    }

    public String standardText() {
        return NumberFormat.plain(standard);
    }

    public String help() {
        return help;
    }

    /** The valid values as text. */
    public String range() {
        return "from " + NumberFormat.plain(min) + " to " + NumberFormat.plain(max);
    }

    double valid(double value) {
        if (value >= min && value <= max) {
            return value;
        }
        throw new IllegalArgumentException(text + " is " + NumberFormat.plain(value) + ": must be " + range());
    }

    /**
     * The parameter of that name.
     *
     * @throws IllegalArgumentException naming the valid ones
     */
    public static Parameter named(String name) {
        return Arrays.stream(values())
                .filter(p -> p.text.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown judge setting '" + name + "': must be one of "
                        + Arrays.stream(values()).map(Parameter::text).collect(Collectors.joining(", "))));
    }
}

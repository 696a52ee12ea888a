package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.sandbox.ServiceFaults.AnswerFault;
import io.jenkins.plugins.cutover.sandbox.ServiceFaults.Hits;
import java.time.Duration;
import java.util.Locale;

/** The faults that the demo and the measurements inject. Texts: PART is the fraction, TIMES the factor. */
public enum Fault {
    NONE("no fault"),
    ERRORS("PART of the answers from EKS are 500", .05),
    ERRORS50("half of the answers from EKS are 500"),
    LATENCY("PART of the answers from EKS take TIMES times the latency", 1, 20),
    CRASH("all pods on EKS die at once"),
    NOT_FOUND("PART of the answers from EKS are 404", .5),
    UNAUTHORIZED("PART of the answers from EKS are 401", .5),
    REDIRECT("PART of the answers from EKS are 302", .5),
    EMPTY_BODY("PART of the answers from EKS have an empty body", .5),
    SHORT_BODY("PART of the answers from EKS have half of their data, in a correct frame", .5),
    TRUNCATE("PART of the answers from EKS are cut off in mid-body", .5),
    STALL("PART of the answers from EKS stop in mid-body for 60 s", .5),
    HANG("PART of the requests to EKS get no answer for 20 s", .5),
    SLOW_BODY("the body of PART of the answers from EKS takes TIMES times as long, and at least 500 ms more", .5, 5),
    SLOW_UPLOAD("EKS reads the body of PART of the uploads over 10 s", .5),
    RESET("PART of the requests to EKS are reset before the answer", .5),
    ONE_BAD_POD("one pod on EKS answers 500 to everything"),
    ONE_BAD_ROUTE("one route with 5 % of the traffic is a 500 on EKS"),
    LATE("60 s after the shift, PART of the answers from EKS become a 500", .5),
    LEAK("the part of the answers from EKS that are 500 grows to PART in 120 s", .5),
    OVERLOAD("PART of the answers from EKS are 500 while it has more than 55 % of the requests", .5),
    HAPROXY_RELOAD("one HAProxy is reloaded and forgets its weights"),
    HAPROXY_FROZEN("one HAProxy stops answering before the shift"),
    MARATHON_LOCKED(
            "Mesos is scaled down from outside and a deployment locks the app; then half of the answers from EKS are 500"),
    PODS_REPLACED("every pod on EKS is replaced by one at another address, one after the other"),
    ABORT("the pipeline is aborted");

    private static final Duration LOCKED = Duration.ofSeconds(15);
    private static final long LEAK_SECONDS = 120;
    /** Above half by more than the counts of a second vary. */
    private static final double OVERLOADED = .55;

    private final String text;
    private final double fraction;
    private final double factor;

    Fault(String text) {
        this(text, 0);
    }

    Fault(String text, double fraction) {
        this(text, fraction, 0);
    }

    /**
     * @param fraction of the answers that are hit by default; 0 where none can be given
     * @param factor by default; 0 where none can be given
     */
    Fault(String text, double fraction, double factor) {
        this.text = text;
        this.fraction = fraction;
        this.factor = factor;
    }

    /**
     * How much of a fault.
     *
     * @param fraction of the answers, above 0 and up to 1; 0 where it has none
     * @param factor on a time, above 1; 0 where it has none
     */
    public record Size(double fraction, double factor) {}

    /** Unless others are given. */
    public Size size() {
        return new Size(fraction, factor);
    }

    public String text(Size size) {
        return text.replace("PART", part(size.fraction)).replace("TIMES", number(size.factor));
    }

    private static String part(double fraction) {
        return fraction == 1 ? "all" : fraction == .5 ? "half" : number(fraction * 100) + " %";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }

    /** Whether the fault is injected before the share is set; the others while it is judged. */
    public boolean beforeTheShift() {
        return this == HAPROXY_FROZEN;
    }

    /** Whether the service survives it, so that the cutover completes. */
    public boolean isSurvived() {
        return this == NONE || this == HAPROXY_RELOAD || this == PODS_REPLACED;
    }

    /** Whether EKS itself fails, so that a rollback gives its open requests little time. */
    public boolean harmsEks() {
        return !isSurvived() && this != ABORT && this != HAPROXY_FROZEN;
    }

    /** Whether clients lose requests by the service's own failure, which is no loss by the tool. */
    public boolean losesRequests() {
        return switch (this) {
            case CRASH, TRUNCATE, STALL, HANG, SLOW_BODY, SLOW_UPLOAD, RESET -> true;
            default -> false;
        };
    }

    /** Whether it can be injected in the soak, when no step of the pipeline is left to be aborted or to wait. */
    public boolean fitsTheSoak() {
        return this != ABORT && this != HAPROXY_FROZEN;
    }

    /** From the shift to its injection, at least. */
    public Duration delay() {
        return this == LATE ? Duration.ofSeconds(60) : Duration.ZERO;
    }

    /** How long a phase must be judged to prove it, at 300 requests/s. */
    public Duration bake() {
        return switch (this) {
            case LATE -> Duration.ofSeconds(75);
            case LEAK, SLOW_UPLOAD, ONE_BAD_ROUTE, ONE_BAD_POD -> Duration.ofSeconds(30);
            case LATENCY, SLOW_BODY -> Duration.ofSeconds(8);
            default -> Duration.ofSeconds(2);
        };
    }

    /** Injects the fault. The demo itself handles ABORT and HAPROXY_FROZEN, which affect the pipeline and the load. */
    public void strike(Sandbox sandbox, Size size) throws Exception {
        ServiceFaults eks = sandbox.eksFaults();
        switch (this) {
            case ERRORS, LATE -> eks.errors(size.fraction);
            case ERRORS50 -> eks.errors(0.5);
            case CRASH -> sandbox.cluster().crashAllPods();
            case ONE_BAD_POD ->
                eks.hit(new AnswerFault(
                        FaultKind.ERROR,
                        1,
                        Hits.instance(sandbox.eksServices().get(0).instance())));
            case ONE_BAD_ROUTE -> eks.hit(new AnswerFault(FaultKind.ERROR, 1, Hits.route(SampleRoute.PRICES)));
            case LEAK -> eks.hit(new AnswerFault(FaultKind.ERROR, 1, Hits.growing(size.fraction, LEAK_SECONDS)));
            case OVERLOAD -> eks.overload(OVERLOADED, sandbox.mesosFaults(), size.fraction);
            case HAPROXY_RELOAD -> sandbox.first().reload(false);
            case HAPROXY_FROZEN -> sandbox.second().freeze();
            case MARATHON_LOCKED -> {
                sandbox.marathon().outsideScale(Sandbox.APP, 3);
                sandbox.marathon().lock(Sandbox.APP, LOCKED);
                eks.errors(0.5);
            }
            case PODS_REPLACED -> PodReplacement.run(sandbox.cluster(), "shop");
            case NONE, ABORT -> {}
            default -> eks.hit(new AnswerFault(FaultKind.valueOf(name()), size.factor, Hits.part(size.fraction)));
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

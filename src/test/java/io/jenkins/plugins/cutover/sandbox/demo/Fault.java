package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.time.Duration;
import java.util.Locale;

/** The faults that the demo injects, and when. */
enum Fault {
    NONE("no fault"),
    ERRORS("5 % of the answers from EKS are 500"),
    ERRORS50("half of the answers from EKS are 500"),
    LATENCY("EKS answers with three times the latency"),
    CRASH("all pods on EKS die at once"),
    HAPROXY_RELOAD("one HAProxy is reloaded and forgets its weights"),
    HAPROXY_FROZEN("one HAProxy stops answering before the shift"),
    MARATHON_LOCKED(
            "Mesos is scaled down from outside and a deployment locks the app; then half of the answers from EKS are 500"),
    PODS_REPLACED("every pod on EKS is replaced by one at another address, one after the other"),
    ABORT("the pipeline is aborted");

    private static final Duration LOCKED = Duration.ofSeconds(15);

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Whether the fault is injected before the share is set; the others while it is judged. */
    boolean beforeTheShift() {
        return this == HAPROXY_FROZEN;
    }

    /** Whether the service survives it, so that the cutover completes. */
    boolean isSurvived() {
        return this == NONE || this == HAPROXY_RELOAD || this == PODS_REPLACED;
    }

    /** Whether it can be injected in the soak, when no step of the pipeline is left to be aborted or to wait. */
    boolean fitsTheSoak() {
        return this != ABORT && this != HAPROXY_FROZEN;
    }

    /** Whether requests that were answered slowly, not only failed ones, were harmed. */
    boolean harmsByLatency() {
        return this == LATENCY;
    }

    /** Injects the fault. The demo itself handles ABORT and HAPROXY_FROZEN, which affect the pipeline and the load. */
    void strike(Sandbox sandbox) throws Exception {
        switch (this) {
            case ERRORS -> sandbox.eksFaults().errors(0.05);
            case ERRORS50 -> sandbox.eksFaults().errors(0.5);
            case LATENCY -> sandbox.eksFaults().latency(3);
            case CRASH -> sandbox.cluster().crashAllPods();
            case HAPROXY_RELOAD -> sandbox.first().reload(false);
            case HAPROXY_FROZEN -> sandbox.second().freeze();
            case MARATHON_LOCKED -> {
                sandbox.marathon().outsideScale(Sandbox.APP, 3);
                sandbox.marathon().lock(Sandbox.APP, LOCKED);
                sandbox.eksFaults().errors(0.5);
            }
            case PODS_REPLACED -> PodReplacement.run(sandbox.cluster(), "shop");
            case NONE, ABORT -> {}
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package io.jenkins.plugins.cutover.sandbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The faults of the sample services that share this object: none at the start. */
public final class ServiceFaults {
    private static final State NONE = new State(0, 1, false);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile State state = NONE;

    /**
     * @param errorFraction part of the answers that are a 500, 0 to 1; not of health checks, as with a real bug
     * @param latencyFactor the factor on the latency of every answer, above 0
     * @param crashed nothing listens, and open connections were reset
     */
    public record State(double errorFraction, double latencyFactor, boolean crashed) {}

    public State state() {
        return state;
    }

    /** Sets the fraction of answers that are a 500. */
    public synchronized void errors(double fraction) {
        set(new State(fraction, state.latencyFactor, state.crashed));
    }

    /** Multiplies the latency of answers. */
    public synchronized void latency(double factor) {
        set(new State(state.errorFraction, factor, state.crashed));
    }

    /** All processes die at once: their connections are reset and their ports refuse. */
    public synchronized void crash() {
        set(new State(state.errorFraction, state.latencyFactor, true));
    }

    /** Ends all faults; crashed services listen on their old addresses again. */
    public synchronized void heal() {
        set(NONE);
    }

    /** Called after each change, on the thread that made it. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    void forget(Runnable listener) {
        listeners.remove(listener);
    }

    private void set(State next) {
        state = next;
        listeners.forEach(Runnable::run);
    }
}

package io.jenkins.plugins.cutover.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The faults of the sample services that share this object: none at the start. */
public final class ServiceFaults {
    private static final State NONE = new State(0, 1, false, Optional.empty());
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile State state = NONE;
    private volatile long second;
    private volatile int thisSecond;
    private volatile int lastSecond;

    /**
     * @param errorFraction part of the answers that are a 500, 0 to 1; not of health checks, as with a real bug
     * @param latencyFactor the factor on the latency of every answer, above 0
     * @param crashed nothing listens, and open connections were reset
     * @param answers a fault of some answers
     */
    public record State(double errorFraction, double latencyFactor, boolean crashed, Optional<AnswerFault> answers) {}

    /**
     * A fault of some answers.
     *
     * @param factor of {@link FaultKind#LATENCY} and {@link FaultKind#SLOW_BODY}, above 1
     * @param hits which of them
     */
    public record AnswerFault(FaultKind kind, double factor, Hits hits) {}

    /** The part of the answers of one instance and path that a fault hits. */
    public interface Hits {
        /** From 0 to 1. */
        double fraction(String instance, String path);

        static Hits part(double fraction) {
            return (instance, path) -> fraction;
        }

        /** Everything that one instance answers. */
        static Hits instance(String name) {
            return (instance, path) -> instance.equals(name) ? 1 : 0;
        }

        static Hits route(SampleRoute route) {
            return (instance, path) -> SampleRoute.of(path) == route ? 1 : 0;
        }

        /** From nothing now to this fraction, in proportion to the time that has passed. */
        static Hits growing(double fraction, long overSeconds) {
            long start = System.nanoTime();
            return (instance, path) ->
                    fraction * Math.min(1, (System.nanoTime() - start) / (double) (overSeconds * SECOND));
        }

        /**
         * Only while a side has more than a share of the requests.
         *
         * @param share from 0 to 1
         * @param own requests a second of this side
         * @param other of the other side
         */
        static Hits above(double share, IntSupplier own, IntSupplier other, double fraction) {
            return (instance, path) -> {
                int requests = own.getAsInt();
                return requests > share * (requests + other.getAsInt()) ? fraction : 0;
            };
        }
    }

    public State state() {
        return state;
    }

    /** Sets the fraction of answers that are a 500. */
    public synchronized void errors(double fraction) {
        set(new State(fraction, state.latencyFactor, state.crashed, state.answers));
    }

    /** Multiplies the latency of answers. */
    public synchronized void latency(double factor) {
        set(new State(state.errorFraction, factor, state.crashed, state.answers));
    }

    /** Hits a part of the answers, until {@link #heal}. */
    public synchronized void hit(FaultKind kind, double fraction) {
        hit(new AnswerFault(kind, 5, Hits.part(fraction)));
    }

    /** Hits some answers, until {@link #heal}; replaces an earlier fault of answers. */
    public synchronized void hit(AnswerFault fault) {
        set(new State(state.errorFraction, state.latencyFactor, state.crashed, Optional.of(fault)));
    }

    /** All processes die at once: their connections are reset and their ports refuse. */
    public synchronized void crash() {
        set(new State(state.errorFraction, state.latencyFactor, true, state.answers));
    }

    /**
     * Hits a part of the answers while this side has more than a share of the requests, until {@link #heal}.
     *
     * @param share from 0 to 1
     * @param other the faults of the other side, whose requests are counted too
     */
    public void overload(double share, ServiceFaults other, double fraction) {
        hit(new AnswerFault(FaultKind.ERROR, 1, Hits.above(share, this::rate, other::rate, fraction)));
    }

    /** Ends all faults; crashed services listen on their old addresses again. */
    public synchronized void heal() {
        set(NONE);
    }

    /** Counts a request. On the thread of the services only. */
    void requested() {
        roll();
        thisSecond++;
    }

    /** Requests in the last whole second. On the thread of the services only. */
    int rate() {
        roll();
        return lastSecond;
    }

    private void roll() {
        long now = System.nanoTime() / SECOND;
        if (now != second) {
            lastSecond = now == second + 1 ? thisSecond : 0;
            thisSecond = 0;
            second = now;
        }
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

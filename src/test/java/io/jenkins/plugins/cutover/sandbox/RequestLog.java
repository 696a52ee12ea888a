package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Every request of a load, 20 bytes each, in the order in which they ended. */
public final class RequestLog {
    private static final int CHUNK = 8_192;
    private static final Side[] SIDES = Side.values();
    private static final Outcome[] OUTCOMES = Outcome.values();
    /** In the field of the status. */
    private static final int HIT = 0x4000;

    private final Instant startWall;
    private final long startNanos;
    private final List<Chunk> chunks = new ArrayList<>();
    private final long[] answered = new long[SIDES.length];
    private final long[] errors = new long[SIDES.length];
    private long unanswered;

    /**
     * One request.
     *
     * @param at when it was due; the load is open-loop, so a late start counts as latency
     * @param side the side that answered, null for none
     * @param status HTTP status, 0 without an answer
     * @param first from {@code at} to the first byte of the answer, in microseconds; to the end where none came
     * @param latency from {@code at} to the last byte of the answer, in microseconds
     * @param target index of the HAProxy that received it
     * @param hit whether the service hit this answer by one of its {@link FaultKind}; slowness is harm only then
     */
    public record Entry(
            Instant at, Side side, Outcome outcome, int status, long first, long latency, int target, boolean hit) {
        /** When it ended. */
        public Instant end() {
            return at.plusNanos(1_000 * latency);
        }

        /** Whether its client was harmed: no good answer, or a good one that a fault made slow. */
        public boolean harmed() {
            return hit || outcome != Outcome.OK;
        }
    }

    private static final class Chunk {
        final long[] nanos = new long[CHUNK];
        final int[] first = new int[CHUNK];
        final int[] micros = new int[CHUNK];
        final short[] status = new short[CHUNK];
        final byte[] kind = new byte[CHUNK];
        final byte[] target = new byte[CHUNK];
        long latest;
        int size;
    }

    RequestLog(Instant startWall, long startNanos) {
        this.startWall = startWall;
        this.startNanos = startNanos;
    }

    /** The moment of a {@link System#nanoTime()} on the wall clock as it was at the start; it never jumps. */
    public Instant wall(long nanoTime) {
        return startWall.plusNanos(nanoTime - startNanos);
    }

    public Instant start() {
        return startWall;
    }

    public synchronized long size() {
        return chunks.isEmpty() ? 0 : (chunks.size() - 1L) * CHUNK + chunks.get(chunks.size() - 1).size;
    }

    /** Answers of this side so far, errors among them; cheaper than a snapshot. */
    public synchronized long answered(Side side) {
        return answered[side.ordinal()];
    }

    /** Answers of this side so far that were not good. */
    public synchronized long errors(Side side) {
        return errors[side.ordinal()];
    }

    /** Requests so far that failed, and no side is known to have answered. */
    public synchronized long unanswered() {
        return unanswered;
    }

    synchronized void add(LoadFlight flight, long endNanoTime, Side side, Outcome outcome) {
        if (chunks.isEmpty() || chunks.get(chunks.size() - 1).size == CHUNK) {
            chunks.add(new Chunk());
        }
        Chunk chunk = chunks.get(chunks.size() - 1);
        int i = chunk.size++;
        chunk.nanos[i] = flight.due() - startNanos;
        chunk.first[i] = (int) TimeUnit.NANOSECONDS.toMicros(flight.firstByte(endNanoTime) - flight.due());
        chunk.micros[i] = (int) TimeUnit.NANOSECONDS.toMicros(endNanoTime - flight.due());
        int status = flight.answer().status();
        chunk.status[i] = (short) (flight.answer().hit() ? status | HIT : status);
        chunk.kind[i] = (byte) (outcome.ordinal() << 2 | (side == null ? 3 : side.ordinal()));
        chunk.target[i] = (byte) flight.target().index;
        if (side != null) {
            answered[side.ordinal()]++;
            errors[side.ordinal()] += outcome == Outcome.OK ? 0 : 1;
        } else if (outcome != Outcome.OK) {
            unanswered++;
        }
        chunk.latest = Math.max(chunk.latest, chunk.nanos[i]);
    }

    /** Visits the requests that should have started at {@code from} or later and before {@code to}. */
    public synchronized void between(Instant from, Instant to, Consumer<Entry> visitor) {
        long first = nanosOf(from);
        long end = nanosOf(to);
        for (Chunk chunk : chunks) {
            for (int i = 0; chunk.latest >= first && i < chunk.size; i++) {
                if (chunk.nanos[i] >= first && chunk.nanos[i] < end) {
                    visitor.accept(entry(chunk, i));
                }
            }
        }
    }

    /** The totals of {@link #between}. */
    public LoadSnapshot snapshot(Instant from, Instant to) {
        LoadSnapshot.Builder totals = new LoadSnapshot.Builder();
        between(from, to, totals::add);
        return totals.build();
    }

    private Entry entry(Chunk chunk, int i) {
        int side = chunk.kind[i] & 3;
        return new Entry(
                startWall.plusNanos(chunk.nanos[i]),
                side == 3 ? null : SIDES[side],
                OUTCOMES[chunk.kind[i] >> 2],
                chunk.status[i] & ~HIT,
                chunk.first[i],
                chunk.micros[i],
                chunk.target[i] & 0xff,
                (chunk.status[i] & HIT) != 0);
    }

    private long nanosOf(Instant at) {
        try {
            return Duration.between(startWall, at).toNanos();
        } catch (ArithmeticException e) {
            return at.isBefore(startWall) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}

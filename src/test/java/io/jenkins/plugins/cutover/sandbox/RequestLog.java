package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Every request of a load, 16 bytes each, in the order in which they ended. */
public final class RequestLog {
    private static final int CHUNK = 8_192;
    private static final Side[] SIDES = Side.values();
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final Instant startWall;
    private final long startNanos;
    private final List<Chunk> chunks = new ArrayList<>();
    private final long[] answered = new long[SIDES.length];
    private final long[] errors = new long[SIDES.length];

    /**
     * One request.
     *
     * @param at when it was due; the load is open-loop, so a late start counts as latency
     * @param side the side that answered, null for none
     * @param status HTTP status, 0 without an answer
     * @param latency from {@code at} to the last byte of the answer, in microseconds
     * @param target index of the HAProxy that received it
     */
    public record Entry(Instant at, Side side, Outcome outcome, int status, long latency, int target) {}

    private static final class Chunk {
        final long[] nanos = new long[CHUNK];
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

    /** Answers of this side so far that were a 5xx. */
    public synchronized long errors(Side side) {
        return errors[side.ordinal()];
    }

    synchronized void add(long nanoTime, long endNanoTime, Side side, Outcome outcome, int status, int target) {
        if (chunks.isEmpty() || chunks.get(chunks.size() - 1).size == CHUNK) {
            chunks.add(new Chunk());
        }
        Chunk chunk = chunks.get(chunks.size() - 1);
        int i = chunk.size++;
        chunk.nanos[i] = nanoTime - startNanos;
        chunk.micros[i] = (int) TimeUnit.NANOSECONDS.toMicros(endNanoTime - nanoTime);
        chunk.status[i] = (short) status;
        chunk.kind[i] = (byte) (outcome.ordinal() << 2 | (side == null ? 3 : side.ordinal()));
        chunk.target[i] = (byte) target;
        if (side != null) {
            answered[side.ordinal()]++;
            errors[side.ordinal()] += outcome == Outcome.OK ? 0 : 1;
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
                chunk.status[i],
                chunk.micros[i],
                chunk.target[i] & 0xff);
    }

    private long nanosOf(Instant at) {
        try {
            return Duration.between(startWall, at).toNanos();
        } catch (ArithmeticException e) {
            return at.isBefore(startWall) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}

package io.jenkins.plugins.cutover.sandbox;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * An open-loop load generator, the clients of the sandbox. Requests are sent when they are due, whether or not earlier ones were
 * answered, and latency counts from the moment a request was due, so a stall is measured in full (no coordinated
 * omission). Two threads: this one keeps the rate and writes on idle connections itself; {@link LoadWire} opens
 * connections and reads. As HTTP clients do (RFC 9112, section 9.3.1), a GET whose kept-alive connection was closed
 * before any byte of the answer is sent once more on a fresh one; {@link #retries} counts them. A part
 * of a mixed load goes by HTTP/2 ({@link Http2Connection}).
 */
public final class LoadGenerator implements AutoCloseable {
    private final LoadPlan plan;
    private final RequestLog log;
    private final LoadWire wire;
    private final Thread pacer;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<LoadTarget> targets;
    private volatile double rate;
    private volatile boolean stopping;

    private LoadGenerator(LoadPlan plan) {
        this.plan = plan;
        this.rate = plan.rate();
        long start = System.nanoTime();
        log = new RequestLog(Instant.now(), start);
        wire = new LoadWire(plan, log);
        targets = wire.targets(plan.targets());
        pacer = new Thread(() -> pace(start), "load-pacer");
        pacer.setDaemon(true);
        pacer.start();
    }

    /** Starts at once. */
    public static LoadGenerator start(LoadPlan plan) {
        return new LoadGenerator(plan);
    }

    /** Sets the requests per second; 0 pauses. */
    public void rate(double perSecond) {
        LoadPlan.checkRate(perSecond);
        rate = perSecond;
    }

    /** Sets the targets, as when a load balancer removes one HAProxy from its pool or adds it again. */
    public void use(List<InetSocketAddress> addresses) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("targets: there must be at least one");
        }
        targets = wire.targets(addresses);
    }

    public RequestLog log() {
        return log;
    }

    /** All requests that ended so far. */
    public LoadSnapshot snapshot() {
        return log.snapshot(Instant.MIN, Instant.MAX);
    }

    /** The requests that were due at this moment or later. */
    public LoadSnapshot since(Instant mark) {
        return log.snapshot(mark, Instant.MAX);
    }

    public LoadSnapshot between(Instant from, Instant to) {
        return log.snapshot(from, to);
    }

    /** The current time on the clock of {@link RequestLog.Entry#at}. */
    public Instant now() {
        return log.wall(System.nanoTime());
    }

    /** Requests in flight. */
    public int inFlight() {
        return wire.inFlight();
    }

    /** Requests in flight to one of the targets, also to a removed one. */
    public int inFlight(InetSocketAddress target) {
        return wire.inFlight(target);
    }

    /** Requests that were sent a second time because a kept-alive connection had just been closed. */
    public long retries() {
        return wire.retries();
    }

    /**
     * Stops sending, waits for open requests until their time-out at most, and releases everything. Downloads and long
     * streams that are under way are left: they are not in the log.
     */
    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(pacer);
        try {
            pacer.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wire.close();
    }

    private void pace(long start) {
        SplittableRandom random = new SplittableRandom(plan.seed());
        LoadRequest one = plan.mix() == LoadPlan.Mix.ONE_PATH ? LoadRequest.get(plan.host(), plan.path()) : null;
        long due = start;
        while (!stopping) {
            long now = System.nanoTime();
            if (rate == 0) {
                LockSupport.parkNanos(10_000_000);
                due = System.nanoTime();
            } else if (due > now) {
                LockSupport.parkNanos(Math.min(due - now, 50_000_000));
            } else {
                List<LoadTarget> all = targets;
                LoadTarget target = all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
                wire.send(due, target, one == null ? any(random) : one);
                due += gap(random);
            }
        }
    }

    private LoadRequest any(SplittableRandom random) {
        return LoadRequest.any(plan.host(), random, plan.mix() == LoadPlan.Mix.ALL_ROUTES, plan.http2());
    }

    private long gap(SplittableRandom random) {
        double even = 1e9 / rate;
        return (long) (plan.poisson() ? -Math.log(1 - random.nextDouble()) * even : even);
    }
}

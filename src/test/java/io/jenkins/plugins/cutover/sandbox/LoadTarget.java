package io.jenkins.plugins.cutover.sandbox;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** One target of the load: its idle connections, and the requests that wait for one. */
final class LoadTarget {
    static final int MAX_CONNECTIONS = 512;

    final int index;
    final InetSocketAddress address;
    /** The pacing thread takes connections, the wire's thread returns them: last in, first out, so that few stay open. */
    final Deque<LoadConnection> idle = new ConcurrentLinkedDeque<>();
    /** On the wire's thread only. */
    final Deque<LoadFlight> waiting = new ArrayDeque<>();
    /** On the wire's thread only. */
    int open;

    /** On the wire's thread only; null before the first request by HTTP/2. */
    Http2Connection http2;

    final AtomicInteger inFlight = new AtomicInteger();

    LoadTarget(int index, InetSocketAddress address) {
        this.index = index;
        this.address = address;
    }
}

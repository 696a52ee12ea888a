package io.jenkins.plugins.cutover.simulation.world;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which HAProxy's {@code roundrobin} takes its servers, request by request (its algorithm is described in
 * lb_fwrr.c; RoundRobinTest compares with real processes).
 *
 * <p>Time is counted in requests. A window is as long as the sum of all weights, times 16. A server has a next position, and
 * takes a request when its position is reached; after that it is due {@code sum / weight} later. A server that would be due
 * after the window waits for the next one, in which the servers start again, the heaviest first, each as soon as there is a
 * position that is free. A server whose weight rises from 0 is due after {@code (sum + rest of the window) /
 * weight}.
 */
public final class RoundRobin {
    /** HAProxy multiplies weights by it, so that slow start has finer steps. */
    private static final int SCALE = 16;

    private static final int HEAVIEST = 256 * SCALE;

    private enum Queue {
        NONE,
        /** Not served yet in this window. */
        INIT,
        DUE,
        NEXT_WINDOW
    }

    private static final class Entry {
        final String server;
        int weight;
        int position;
        int last;
        int remainder;
        Queue queue = Queue.NONE;
        /** The place in its queue: smallest first, and among equals the one that was queued first. */
        long key;

        long queued;

        Entry(String server) {
            this.server = server;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private int sum;
    private int window;
    private int now;
    private long queued;

    /** Sets the weight of a server; one that is not up has weight 0. The first call for a server adds it. */
    public void weight(String server, int weight) {
        Entry entry = entries.stream()
                .filter(e -> e.server.equals(server))
                .findFirst()
                .orElseGet(() -> added(server));
        int before = entry.weight;
        entry.weight = weight * SCALE;
        sum += entry.weight - before;
        if (entry.weight == 0) {
            entry.queue = Queue.NONE;
        } else if (window == 0) {
            enqueueByWeight(entry, Queue.INIT);
        } else if (before == 0) {
            entry.position = now + (sum + window - now) / entry.weight;
            enqueue(entry);
        } else if (before != entry.weight) {
            moved(entry);
        }
    }

    private Entry added(String server) {
        Entry entry = new Entry(server);
        entries.add(entry);
        return entry;
    }

    private void moved(Entry entry) {
        if (entry.queue == Queue.INIT) {
            enqueueByWeight(entry, Queue.INIT);
            return;
        }
        int due = entry.position + (entry.queue == Queue.NEXT_WINDOW ? window : 0);
        int step = sum / entry.weight;
        entry.position = Math.min(entry.last + step, due);
        entry.remainder = 0;
        if (entry.position < now + 2) {
            entry.position = now + step;
        }
        enqueue(entry);
    }

    /** @return the server of the next request; null when none has a weight */
    public String next() {
        if (sum == 0) {
            return null;
        }
        if (window == 0) {
            window = sum;
            now = sum;
        }
        Entry entry = due();
        if (entry == null) {
            switchWindows();
            entry = due();
        }
        if (entry.position == 0) {
            entry.position = now;
        }
        entry.last = entry.position;
        entry.position += sum / entry.weight;
        entry.remainder += sum % entry.weight;
        if (entry.remainder >= entry.weight) {
            entry.remainder -= entry.weight;
            entry.position++;
        }
        now++;
        enqueue(entry);
        return entry.server;
    }

    private Entry due() {
        Entry due = first(Queue.DUE);
        if (due == null || due.position > now) {
            Entry fresh = first(Queue.INIT);
            if (fresh != null) {
                fresh.position = 0;
                fresh.remainder = 0;
                return fresh;
            }
        }
        return due;
    }

    private Entry first(Queue queue) {
        Entry first = null;
        for (Entry e : entries) {
            if (e.queue == queue
                    && (first == null || e.key < first.key || e.key == first.key && e.queued < first.queued)) {
                first = e;
            }
        }
        return first;
    }

    private void switchWindows() {
        entries.stream().filter(e -> e.queue == Queue.NEXT_WINDOW).forEach(e -> e.queue = Queue.INIT);
        window = sum;
        now = sum;
    }

    private void enqueue(Entry entry) {
        if (entry.position >= 2 * window || entry.position >= window + sum) {
            entry.position -= window;
            enqueueByWeight(entry, Queue.NEXT_WINDOW);
        } else {
            entry.queue = Queue.DUE;
            entry.key = 256L * entry.position + (HEAVIEST + entry.remainder - entry.weight) / SCALE;
            entry.queued = queued++;
        }
    }

    private void enqueueByWeight(Entry entry, Queue queue) {
        entry.queue = queue;
        entry.key = HEAVIEST - entry.weight;
        entry.queued = queued++;
    }
}

package io.jenkins.plugins.cutover.sandbox;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The routes of the sample services, the same on both sides, and what a client may expect of each. The bytes of an answer,
 * their number too, follow from the path.
 */
public enum SampleRoute {
    /** Every path that is no other route's: a short answer that names the instance. */
    ROOT("/", 0, 200, 1, 1),
    ORDERS("/orders/", 580, 200, 1_500, 2_500),
    /** A route of its own for the fault {@code one-bad-route}: 5 % of the traffic. */
    PRICES("/prices/", 50, 200, 100, 1_000),
    /** Chunked. */
    LIST("/list/", 240, 200, 5_000, 60_000),
    /** At 2 MB/s: up to 2.5 seconds. */
    DOWNLOAD("/download/", 8, 200, 100_000, 5_000_000),
    /** Chunked; lasts from 10 to 13 seconds. */
    SLOW("/slow/", 2, 200, 20_000, 26_000),
    /** A POST of 10 kB to 1 MB. */
    UPLOAD("/upload/", 50, 201, 100, 200),
    /** A link that has moved: a normal part of all traffic. */
    OLD("/old/", 35, 301, 0, 0),
    /** What crawlers and old clients ask for: a normal part of all traffic. */
    MISSING("/missing/", 35, 404, 50, 150);

    private static final List<SampleRoute> ALL = List.of(values());
    private static final int IDS = 10_000;

    private final String prefix;
    private final int perThousand;
    private final int status;
    private final long shortest;
    private final long longest;

    SampleRoute(String prefix, int perThousand, int status, long shortest, long longest) {
        this.prefix = prefix;
        this.perThousand = perThousand;
        this.status = status;
        this.shortest = shortest;
        this.longest = longest;
    }

    static SampleRoute of(String path) {
        for (SampleRoute route : ALL) {
            if (route != ROOT && path.startsWith(route.prefix) && path.length() > route.prefix.length()) {
                return route;
            }
        }
        return ROOT;
    }

    /** A route at random, by its part of the traffic. */
    static SampleRoute any(SplittableRandom random, boolean longStreams) {
        int drawn = random.nextInt(1_000);
        for (SampleRoute route : ALL) {
            drawn -= route.perThousand;
            if (drawn < 0) {
                return route == SLOW && !longStreams ? ORDERS : route;
            }
        }
        throw new IllegalStateException("the parts of the routes are not 1000 in all");
    }

    String path(SplittableRandom random) {
        return prefix + random.nextInt(IDS);
    }

    /** The part of the traffic, 0 to 1. */
    public double part() {
        return perThousand / 1_000.0;
    }

    /** The status of a good answer. */
    public int status() {
        return status;
    }

    boolean chunked() {
        return this == LIST || this == SLOW;
    }

    /** Whether a good answer takes seconds. */
    boolean lasting() {
        return this == SLOW || this == DOWNLOAD;
    }

    /** The body of a good answer; not for {@link #ROOT}, whose answers differ by instance. */
    SampleContent content(String path) {
        return SampleContent.of(path, between(path, shortest, longest));
    }

    /** What a client sends; empty but for {@link #UPLOAD}. */
    SampleContent request(String path) {
        return SampleContent.of(path, this == UPLOAD ? between(path, 10_000, 1_000_000) : 0);
    }

    /** Bytes that are sent at once. */
    int pieceBytes() {
        return switch (this) {
            case DOWNLOAD -> 40_000;
            case SLOW -> 200;
            default -> 16_000;
        };
    }

    /** The pause between two pieces, in nanoseconds. */
    long pieceNanos() {
        return switch (this) {
            case DOWNLOAD -> 20_000_000;
            case SLOW -> 100_000_000;
            default -> 1_000_000;
        };
    }

    /** Small ones are more frequent: the logarithm is uniform. */
    private static long between(String path, long from, long to) {
        double drawn = new SplittableRandom(path.hashCode()).nextDouble();
        return from == 0 ? 0 : Math.round(from * Math.pow((double) to / from, drawn));
    }
}

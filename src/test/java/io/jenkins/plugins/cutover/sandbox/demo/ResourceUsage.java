package io.jenkins.plugins.cutover.sandbox.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The resources that this process uses at one moment.
 *
 * @param threads alive
 * @param sockets open, by {@code /proc}; 0 where there is none
 * @param heap megabytes in use right after a collection
 */
record ResourceUsage(int threads, int sockets, double heap) {
    /** Normal variation: pooled threads, kept-alive connections, caches. */
    private static final ResourceUsage NOISE = new ResourceUsage(6, 12, 12);

    /** The number of samples compared at each end: the minimum of them, because a momentary peak is not growth. */
    private static final int ENDS = 3;

    /** Whether the first and the last samples are different ones. */
    static boolean isEnough(List<ResourceUsage> all) {
        return all.size() >= 2 * ENDS;
    }

    static ResourceUsage now() {
        System.gc();
        double used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new ResourceUsage(ManagementFactory.getThreadMXBean().getThreadCount(), openSockets(), used / (1 << 20));
    }

    private static int openSockets() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.filter(ResourceUsage::isSocket).count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /**
     * @return what has grown from the first samples to the last, as text; empty for no growth
     * @throws IllegalArgumentException if there are fewer than six samples
     */
    static String growth(List<ResourceUsage> all) {
        if (!isEnough(all)) {
            throw new IllegalArgumentException(
                    all.size() + " samples are not enough to detect growth: at least " + 2 * ENDS + " are required");
        }
        StringBuilder grown = new StringBuilder();
        compare(grown, "threads", all, ResourceUsage::threads, NOISE.threads);
        compare(grown, "sockets", all, ResourceUsage::sockets, NOISE.sockets);
        compare(grown, "MB of heap", all, ResourceUsage::heap, NOISE.heap);
        return grown.toString();
    }

    private static void compare(
            StringBuilder grown,
            String what,
            List<ResourceUsage> all,
            ToDoubleFunction<ResourceUsage> of,
            double noise) {
        double first = least(all.stream().limit(ENDS), of);
        double last = least(all.stream().skip(Math.max(0, all.size() - ENDS)), of);
        if (last > first + noise) {
            grown.append(grown.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%s %.0f -> %.0f", what, first, last));
        }
    }

    private static double least(Stream<ResourceUsage> some, ToDoubleFunction<ResourceUsage> of) {
        return some.mapToDouble(of).min().orElse(0);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d threads, %d sockets, %.1f MB heap", threads, sockets, heap);
    }
}

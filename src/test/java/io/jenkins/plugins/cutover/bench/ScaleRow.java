package io.jenkins.plugins.cutover.bench;

import java.util.Locale;
import java.util.Map;

/**
 * The figures of one row.
 *
 * @param seconds the length of the window
 * @param lateness milliseconds from the moment a tick was due to its start
 * @param tick milliseconds that a tick takes
 * @param threads the most that the product had at one time; the JVM's own are not counted
 * @param heapMb used after a collection at the end of the window
 * @param cores used by the product's process: ticks, garbage collection and compiler
 * @param cpuMicrosPerTick the process's CPU time for each tick, without the JVM's compiler
 * @param coresByThread the same as {@code cores} by the names of threads
 * @param wcharMbPerMinute bytes passed to write calls; sockets are included
 * @param writeBytesMbPerMinute bytes that the process caused to be sent to a disk; none on tmpfs
 * @param ended operations that ended within the window although none should
 * @param firstFailure of these; empty for none
 * @param staleReads ticks that another writer made stale
 * @param split cores that the other processes used in the window, and all others on the machine
 * @param load requests of the window and those that failed
 * @param machineLoad average of the last minute when the row began
 * @param burst null without one
 */
record ScaleRow(
        String kind,
        int cutovers,
        String store,
        boolean guards,
        double seconds,
        long ticks,
        double ticksPerSecond,
        Percentiles lateness,
        Percentiles tick,
        int threads,
        Map<String, Integer> threadsByName,
        double heapMb,
        double cores,
        double cpuMicrosPerTick,
        Map<String, Double> coresByThread,
        double wcharMbPerMinute,
        double writeBytesMbPerMinute,
        int ended,
        String firstFailure,
        long staleReads,
        Map<String, Double> split,
        Map<String, Long> load,
        double machineLoad,
        Burst burst) {
    static final String HEADER = String.format(
            "%-8s %8s %-6s %8s  %-24s %-16s %7s %7s %6s %8s %9s %9s %6s  %s",
            "kind",
            "cutovers",
            "store",
            "ticks/s",
            "late p50/p95/p99 ms",
            "tick p50/p99 ms",
            "threads",
            "heap MB",
            "cores",
            "us/tick",
            "wchar/min",
            "disk/min",
            "ended",
            "cores of the others");

    /** Milliseconds. */
    record Percentiles(double p50, double p95, double p99, double max) {}

    /**
     * Many EKS sides turn to failing at the same time.
     *
     * @param services whose EKS side fails
     * @param harmful of these, judged HARMFUL
     * @param confirmed of these, with no weight left on EKS on any instance, read back from HAProxy
     * @param decisionToConfirmed milliseconds from a service's decision to its last confirmed weight
     * @param firstDecisionToLastConfirmed milliseconds over all services
     * @param faultToDecision milliseconds
     * @param faultToConfirmed milliseconds
     */
    record Burst(
            int services,
            int harmful,
            int confirmed,
            Percentiles decisionToConfirmed,
            double firstDecisionToLastConfirmed,
            Percentiles faultToDecision,
            Percentiles faultToConfirmed) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "burst: %d EKS sides fail at once; %d judged HARMFUL, %d confirmed; decision to confirmed %.0f ms at"
                            + " most (p50 %.0f), first decision to last confirmed %.1f s; fault to confirmed p50 %.1f s,"
                            + " max %.1f s",
                    services,
                    harmful,
                    confirmed,
                    decisionToConfirmed.max,
                    decisionToConfirmed.p50,
                    firstDecisionToLastConfirmed / 1000,
                    faultToConfirmed.p50 / 1000,
                    faultToConfirmed.max / 1000);
        }
    }

    ScaleRow with(Map<String, Double> otherCores, Map<String, Long> requests, double average) {
        return new ScaleRow(
                kind,
                cutovers,
                store,
                guards,
                seconds,
                ticks,
                ticksPerSecond,
                lateness,
                tick,
                threads,
                threadsByName,
                heapMb,
                cores,
                cpuMicrosPerTick,
                coresByThread,
                wcharMbPerMinute,
                writeBytesMbPerMinute,
                ended,
                firstFailure,
                staleReads,
                otherCores,
                requests,
                average,
                burst);
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-8s %8d %-6s %8.1f  %-24s %-16s %7d %7.0f %6.2f %8.0f %6.1f MB %6.1f MB %6d  %s, load %.1f%s",
                kind,
                cutovers,
                store,
                ticksPerSecond,
                String.format(Locale.ROOT, "%.1f/%.1f/%.1f", lateness.p50, lateness.p95, lateness.p99),
                String.format(Locale.ROOT, "%.1f/%.1f", tick.p50, tick.p99),
                threads,
                heapMb,
                cores,
                cpuMicrosPerTick,
                wcharMbPerMinute,
                writeBytesMbPerMinute,
                ended,
                split,
                machineLoad,
                burst == null ? "" : System.lineSeparator() + "  " + burst);
    }
}

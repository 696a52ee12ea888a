package io.jenkins.plugins.cutover.bench.whole;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Prints a row as soon as it is known, and counts those that miss a limit. */
final class WholeTable {
    private static final double MOST_FALSE = 1;
    private static final double LEAST = 95;
    private static final double TIMES_THE_ORACLE = 3;

    private final PrintStream out;
    private int missed;
    /** Of this judge, in per cent. */
    private double worst;

    private boolean harmBegun;
    /** Of the quiet rows, by name: the most false rollbacks in per cent. */
    private final Map<String, Double> worstOfPeers = new HashMap<>();

    /** @param out null to print nothing */
    WholeTable(PrintStream out) {
        this.out = out;
        print("%-42s %8s %10s %8s %5s  %s%n", "quiet", "back %", "complete %", "minutes", "asks", "peers: back %");
    }

    void add(RowResult result) {
        if (result.row().quiet()) {
            quiet(result);
        } else {
            harm(result);
        }
    }

    private void quiet(RowResult r) {
        worst = Math.max(worst, r.backPercent());
        r.peers().forEach((name, p) -> worstOfPeers.merge(name, p.backPercent(), Math::max));
        boolean good = r.backPercent() <= MOST_FALSE && r.completedPercent() >= LEAST;
        print(
                "%-42s %8.1f %10.1f %8.1f %5.1f  %s%s%n",
                r.row().name(),
                r.backPercent(),
                r.completedPercent(),
                r.median(WholeRun.Result::minutes),
                r.runs().stream().mapToInt(WholeRun.Result::asks).average().orElse(0),
                peers(r.peers()),
                mark(good));
    }

    private static String peers(Map<String, RowResult.Peer> peers) {
        StringBuilder text = new StringBuilder();
        peers.values().forEach(p -> text.append(String.format(Locale.ROOT, "%4.0f", p.backPercent())));
        return text.toString();
    }

    private void harm(RowResult r) {
        if (!harmBegun) {
            harmBegun = true;
            print(
                    "%n%-42s %8s %10s %8s %8s %6s %9s  %s%n",
                    "harm",
                    "caught %",
                    "complete %",
                    "harmed",
                    "oracle",
                    "times",
                    "seconds",
                    "best peer that catches as much with no more false rollbacks");
        }
        boolean known = !Double.isNaN(r.oracle());
        Map.Entry<String, RowResult.Peer> peer = r.bestPeer(worstOfPeers, Math.max(MOST_FALSE, worst));
        boolean good = r.backPercent() >= LEAST
                && (!known || r.times() <= TIMES_THE_ORACLE)
                && (peer == null
                        || r.median(WholeRun.Result::harmed) <= peer.getValue().harmedMedian());
        print(
                "%-42s %8.1f %10.1f %8.0f %8s %6s %9.1f  %s%s%n",
                r.row().name(),
                r.backPercent(),
                r.completedPercent(),
                r.median(WholeRun.Result::harmed),
                known ? String.format(Locale.ROOT, "%.0f", r.oracle()) : "-",
                known ? String.format(Locale.ROOT, "%.1f", r.times()) : "-",
                r.median(WholeRun.Result::seconds),
                peer == null
                        ? "none"
                        : peer.getKey() + " "
                                + String.format(
                                        Locale.ROOT, "%.0f", peer.getValue().harmedMedian()),
                mark(good));
    }

    private String mark(boolean good) {
        missed += good ? 0 : 1;
        return good ? "" : "  (misses a limit)";
    }

    private void print(String format, Object... values) {
        if (out != null) {
            out.printf(Locale.ROOT, format, values);
            out.flush();
        }
    }

    /** @return whether no row misses a limit */
    boolean end(int runs) {
        print(
                "%n%d runs a row. Limits: at most 1 %% back and 95 %% complete where EKS is no worse; 95 %% caught, and at"
                        + " most 3 times the oracle's harmed where it fails. %d rows miss one.%n",
                runs, missed);
        return missed == 0;
    }
}

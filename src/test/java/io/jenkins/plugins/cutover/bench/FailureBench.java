package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.Parameter;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The test of failures over whole cutovers: false rollbacks, what is caught, and failures until then beside an oracle. */
@Command(
        name = "bench failures",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the test of failures over whole cutovers: 5, 25, 50 and 100 %, ten minutes each, with asks.",
            "The oracle knows the failed fraction of both sides and acts at odds of 1:200."
        },
        footer = {"", "Exit status: 0 every target reached, 1 not, 2 wrong usage."})
public final class FailureBench implements Callable<Integer> {
    private static final double MOST_FALSE = .01;
    private static final double LEAST_CAUGHT = .95;
    private static final double MOST_TIMES = 3;

    @Option(names = "--runs", defaultValue = "200", description = "cutovers of each row (${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--rows", defaultValue = "", description = "only rows whose name and rate contain this")
    private String only;

    @Option(names = "--seed", defaultValue = "1", description = "of the random streams (${DEFAULT-VALUE})")
    private long seed;

    private final PrintStream out;

    private FailureBench(PrintStream out) {
        this.out = out;
    }

    static int run(String[] args, PrintStream out) {
        return new CommandLine(new FailureBench(out)).execute(args);
    }

    @Override
    public Integer call() {
        out.printf(
                Locale.ROOT,
                "%-18s %8s %8s %8s %8s %6s   %s%n",
                "",
                "per s",
                "back %",
                "harmed",
                "oracle",
                "times",
                "rolled back at 5, 25, 50, 100 %");
        boolean all = true;
        for (List<FailureRow> rows : List.of(FailureRow.quiet(), FailureRow.harm())) {
            for (FailureRow row : rows) {
                if ((row.name() + " " + (long) row.rate()).contains(only)) {
                    all &= print(row);
                }
            }
        }
        return all ? 0 : 1;
    }

    private boolean print(FailureRow row) {
        JudgeSettings settings = JudgeSettings.defaults().with(Parameter.LATENCY_WEIGHT, 0);
        List<FailureCutover.Outcome> ours = IntStream.range(0, runs)
                .parallel()
                .mapToObj(i -> FailureCutover.judged(row, settings, seed(row, i)))
                .toList();
        double back = (double) ours.stream().filter(o -> o.rolledBack()).count() / runs;
        String phases = IntStream.rangeClosed(0, FailureCutover.LAST)
                .mapToObj(p -> Long.toString(ours.stream()
                        .filter(o -> o.rolledBack() && o.phase() == p)
                        .count()))
                .reduce((a, b) -> a + " " + b)
                .orElse("");
        double harmed = median(ours);
        boolean measurable = !row.sound() && row.eks() > row.mesos();
        double oracle = measurable
                ? median(IntStream.range(0, runs)
                        .parallel()
                        .mapToObj(i -> FailureCutover.known(row, settings, seed(row, i)))
                        .toList())
                : Double.NaN;
        boolean reached = row.sound()
                ? back <= MOST_FALSE
                : back >= LEAST_CAUGHT && (Double.isNaN(oracle) || harmed <= MOST_TIMES * oracle);
        out.printf(
                Locale.ROOT,
                "%-18s %8.0f %8.1f %8s %8s %6s   %-20s%s%n",
                row.name(),
                row.rate(),
                100 * back,
                row.sound() ? "" : String.format(Locale.ROOT, "%.0f", harmed),
                measurable ? String.format(Locale.ROOT, "%.0f", oracle) : "",
                measurable ? String.format(Locale.ROOT, "%.1f", harmed / oracle) : "",
                phases,
                reached ? "" : " MISSED");
        return reached;
    }

    private long seed(FailureRow row, int run) {
        return (seed * 1_000_003 + row.name().hashCode() + (long) row.rate()) * 1_000_003 + run;
    }

    private static double median(List<FailureCutover.Outcome> outcomes) {
        return outcomes.stream()
                .mapToLong(FailureCutover.Outcome::harmed)
                .sorted()
                .skip(outcomes.size() / 2)
                .findFirst()
                .orElse(0);
    }
}

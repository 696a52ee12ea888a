package io.jenkins.plugins.cutover.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.bench.whole.WholeBench;
import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.Mode;
import io.jenkins.plugins.cutover.judge.Parameter;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** False rollbacks and harmed requests of this judge and of the peers' rules, on the same streams. */
@Command(
        name = "bench judge",
        mixinStandardHelpOptions = true,
        description = "Measures false rollbacks and harmed requests, of this judge and of the peers' rules.",
        footer = {"", "Exit status: 0 every target reached, 1 not, 2 wrong usage."})
public final class JudgeBench implements Callable<Integer> {
    /** Seconds: a roll-out of five minutes. */
    private static final double BEFOREHAND = 300;

    private static final int STREAMS = 2000;
    private static final int WHOLE_RUNS = 100;

    @Option(
            names = "--runs",
            description = "quiet streams of each kind (2000), with --whole cutovers of each row (100)")
    private Integer runs;

    @Option(names = "--whole", description = "whole cutovers through the real operations, all rows")
    private boolean whole;

    @Option(names = "--rows", split = ",", description = "with --whole: only rows whose name has one of these in it")
    private List<String> rows = new ArrayList<>();

    @Option(names = "--fault-runs", defaultValue = "500", description = "streams of each fault (${DEFAULT-VALUE})")
    private int faultRuns;

    @Option(names = "--rate", defaultValue = "200", description = "requests a second (${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--share", defaultValue = "10", description = "per cent of them to EKS (${DEFAULT-VALUE})")
    private double share;

    @Option(names = "--poll", defaultValue = "1", description = "seconds between polls (${DEFAULT-VALUE})")
    private double poll;

    @Option(names = "--seed", defaultValue = "1", description = "of the random streams (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--hard", description = "harder quiet streams as well, for trying settings")
    private boolean hard;

    @Option(names = "--no-peers", description = "this judge only")
    private boolean alone;

    @Option(names = "--json", description = "as one JSON object")
    private boolean json;

    private final PrintStream out;

    private JudgeBench(PrintStream out) {
        this.out = out;
    }

    /** Runs the bench as a command; the exit status is its result. */
    static int run(String[] args, PrintStream out) {
        return new CommandLine(new JudgeBench(out)).execute(args);
    }

    public static void main(String[] args) {
        System.exit(run(args, System.out));
    }

    @Override
    public Integer call() throws JsonProcessingException {
        if (whole) {
            return new WholeBench(runs == null ? WHOLE_RUNS : runs, rows, out).run(json) ? 0 : 1;
        }
        runs = runs == null ? STREAMS : runs;
        long began = System.nanoTime();
        Traffic.Load load = new Traffic.Load(rate, share / 100, poll);
        List<Rule> rules = rules();
        List<Scenario> nulls = new ArrayList<>(Scenario.nulls());
        nulls.addAll(hard ? Scenario.hard() : List.of());
        List<JudgeTable.Row> quiet = rows(rules, nulls, load, runs);
        List<JudgeTable.Row> faults = rows(rules, Scenario.faults(), load, faultRuns);
        List<String> names = rules.stream().map(Rule::name).toList();
        JudgeTable table = new JudgeTable(names, quiet, faults, JudgeCost.measured());
        double seconds = (System.nanoTime() - began) / 1e9;
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(table.data(this.load(), seed, seconds)));
        } else {
            table.print(out, this.load(), seconds);
        }
        return table.targets().stream().allMatch(JudgeTable.Target::reached) ? 0 : 1;
    }

    private String load() {
        return rate + " requests/s, " + share + " % to EKS, polls every " + poll + " s, " + runs + " quiet streams and "
                + faultRuns + " of each fault";
    }

    /** This judge first; failures are all there is in these streams, so latency gets no part of the capital. */
    private List<Rule> rules() {
        JudgeSettings errorsOnly = JudgeSettings.defaults().with(Parameter.LATENCY_WEIGHT, 0);
        List<Rule> rules = new ArrayList<>();
        rules.add(new JudgeRule("this judge", errorsOnly));
        rules.add(new CalibratedRule("this judge, calibrated", errorsOnly, BEFOREHAND));
        rules.add(new JudgeRule("this judge, PROVABLE", errorsOnly.with(Mode.PROVABLE)));
        rules.addAll(alone ? List.of() : Peers.all());
        return rules;
    }

    private List<JudgeTable.Row> rows(List<Rule> rules, List<Scenario> scenarios, Traffic.Load load, int streams) {
        return scenarios.stream()
                .map(s -> new JudgeTable.Row(s, BenchRun.of(rules, s, load, streams, seed)))
                .toList();
    }
}

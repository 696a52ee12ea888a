package io.jenkins.plugins.cutover.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.judge.BaselineHistory;
import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Judge;
import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.JudgeState;
import io.jenkins.plugins.cutover.judge.Judgement;
import io.jenkins.plugins.cutover.judge.Parameter;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays recorded traffic through the judge, to try settings on real data. */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Replays recorded traffic: which verdict would the judge have given, and when?",
            "",
            "Each FILE is a CSV file with a header and one row for each poll, with the counts since the previous row:",
            "  t,canary_requests,canary_errors,baseline_requests,baseline_errors",
            "The canary is EKS, the baseline is Mesos; t is in seconds. Omit rows in which a counter was reset.",
            "Optional, each group complete: canary_retries,baseline_retries, and for latency, for each Q of p50, p90, p99:"
                    + " Q_canary_over,Q_canary_total,Q_baseline_over,Q_baseline_total"
                    + " (over: requests slower than Mesos's quantile, for EKS slower than latencyRatio times it);"
                    + " the same with total_ before them for the time until the last byte;"
                    + " canary_open,baseline_open (requests in flight at the end of the row); and for each KIND of harm"
                    + " canary_KIND,baseline_KIND: truncated, stalled, given_up, given_up_in_body, unauthorized, not_found,"
                    + " too_many_requests, client_error, redirected, short, very_slow.",
            "",
            "One file: the verdict as text; with --json the evidence of every row. Several files: one JSON line each.",
            "HARMFUL is reported at the row that proved it (rows count from 1), every other verdict at the last row."
        },
        footer = {
            "",
            "Exit status of the worst file: 0 healthy, 4 inconclusive, 3 harmful; 2 wrong usage or an invalid row."
        })
public final class JudgeCommand implements Callable<Integer> {
    private static final int WRONG_INPUT = 2;
    private static final int HARMFUL = 3;
    private static final int INCONCLUSIVE = 4;
    private static final int UNKNOWN_SHARE = 0;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "recorded traffic")
    private List<Path> files;

    @Option(names = "--json", description = "JSON output; for a single file with the evidence of every row")
    private boolean json;

    private CommandSpec spec;

    @Spec
    void spec(CommandSpec own) {
        this.spec = own;
        JudgeOptions.addTo(own);
    }

    @Override
    public Integer call() throws JsonProcessingException {
        int worst = 0;
        for (Path file : files) {
            try {
                worst = worse(worst, replay(file));
            } catch (InvalidInputException | IllegalArgumentException e) {
                spec.commandLine().getErr().println("cutover: " + e.getMessage());
                worst = WRONG_INPUT;
            }
        }
        return worst;
    }

    /** The order from best to worst: healthy, inconclusive, harmful, invalid input. */
    private static int worse(int a, int b) {
        List<Integer> order = List.of(0, INCONCLUSIVE, HARMFUL, WRONG_INPUT);
        return order.indexOf(a) >= order.indexOf(b) ? a : b;
    }

    private int replay(Path path) throws JsonProcessingException {
        TrafficFile file = TrafficFile.read(path);
        Replay replay = new Replay(settings(file));
        replay.run(file);
        var out = spec.commandLine().getOut();
        if (json || files.size() > 1) {
            out.println(Json.mapper().writeValueAsString(files.size() == 1 ? replay.whole(path) : replay.line(path)));
        } else {
            out.println(path + ": " + replay.verdict() + " at row " + replay.row + ", t " + replay.last.seconds()
                    + " s: " + replay.found.numbers());
        }
        return switch (replay.verdict()) {
            case HEALTHY -> 0;
            case HARMFUL -> HARMFUL;
            default -> INCONCLUSIVE;
        };
    }

    /** A metric that the file does not contain gets no betting capital. */
    private JudgeSettings settings(TrafficFile file) {
        Map<Parameter, Double> measured = new EnumMap<>(Parameter.class);
        if (!file.hasLatency()) {
            measured.put(Parameter.LATENCY_WEIGHT, 0.0);
        }
        if (file.hasRetries()) {
            measured.put(Parameter.RETRY_WEIGHT, .2);
        }
        if (!file.hasKinds()) {
            measured.put(Parameter.KIND_WEIGHT, 0.0);
        }
        return JudgeOptions.settings(spec, measured);
    }

    private final class Replay {
        private final Judge judge;
        private final List<Step> path = new ArrayList<>();
        private int row;
        private Poll last;
        private Judgement found;

        Replay(JudgeSettings settings) {
            this.judge = new Judge(settings);
        }

        void run(TrafficFile file) {
            JudgeState state = judge.start(file.start(), UNKNOWN_SHARE, 1, BaselineHistory.NONE);
            for (Poll poll : file.polls()) {
                last = poll;
                state = judge.observe(state, poll);
                found = judge.judge(state);
                row++;
                if (files.size() == 1) {
                    path.add(step());
                }
                if (found.harmful()) {
                    return;
                }
            }
        }

        private Step step() {
            Judgement.Evidence evidence = found.evidence();
            return new Step(
                    row, last.seconds(), evidence.harm(), Math.max(evidence.noHarmByRatio(), evidence.noHarmByRate()));
        }

        Verdict verdict() {
            return switch (found.kind()) {
                case HARMFUL -> Verdict.HARMFUL;
                case NO_HARM_PROVEN ->
                    found.silence().canarySeconds() > found.silence().patience()
                            ? Verdict.INCONCLUSIVE
                            : Verdict.HEALTHY;
                case CONTINUE -> Verdict.INCONCLUSIVE;
            };
        }

        Line line(Path file) {
            Counts canary = found.traffic().canary();
            return new Line(
                    file.toString(),
                    verdict(),
                    row,
                    last.seconds(),
                    canary.requests(),
                    canary.errors(),
                    found.evidence().harm());
        }

        Whole whole(Path file) {
            return new Whole(line(file), found.traffic().baseline(), found.numbers(), found.evidence(), path);
        }
    }

    /** The output for each of several files; {@code evidence} is that of harm: 200 is HARMFUL at the default alpha. */
    record Line(
            String file, Verdict verdict, int row, double t, long canaryRequests, long canaryErrors, double evidence) {}

    /** The output for a single file. */
    record Whole(
            @JsonUnwrapped Line line, Counts baseline, String sentence, Judgement.Evidence metrics, List<Step> path) {}

    record Step(int row, double t, double evidence, double noHarm) {}
}

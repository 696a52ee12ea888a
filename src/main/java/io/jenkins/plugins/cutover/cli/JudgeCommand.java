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
import io.jenkins.plugins.cutover.operation.verify.JudgeSettingsMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
            "Each FILE is one of these; the format is seen in its first lines:",
            "- the answer of Prometheus to a range query (/api/v1/query_range, a matrix), or CSV as Grafana exports it."
                    + " Series are EKS's or Mesos's by a word in their name (eks, canary, kubernetes; mesos, baseline, marathon),"
                    + " failures by error, fail or 5xx; --eks-requests and so on name others;",
            "- a log of HAProxy (option httplog): --eks-servers says which servers are EKS's;",
            "- a CSV file (commas, semicolons or tabs) with a header and one row for each poll, with the counts since the previous row:",
            "  t,canary_requests,canary_errors,baseline_requests,baseline_errors",
            "The canary is EKS, the baseline is Mesos; t is in seconds or milliseconds, or a date. Omit rows in which a counter was reset.",
            "Optional, each group complete: canary_retries,baseline_retries, and for latency, for each Q of p50, p95, p99:"
                    + " Q_canary_over,Q_canary_total,Q_baseline_over,Q_baseline_total"
                    + " (over: requests slower than Mesos's quantile, for EKS slower than latencyRatio times it and 20 ms);"
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

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "recorded traffic")
    private List<Path> files;

    @Option(
            names = "--share",
            paramLabel = "PERCENT",
            split = ",",
            description = "the share of EKS, as in the cutover: 5, or by the time in the file 0:5,600:25,1200:100;"
                    + " without it what the requests show")
    private List<String> shares = new ArrayList<>();

    @Option(
            names = "--eks-servers",
            paramLabel = "REGEX",
            defaultValue = "eks.*",
            description = "names of EKS's servers in a log of HAProxy (${DEFAULT-VALUE})")
    private String eksServers;

    @Option(
            names = "--cumulative",
            negatable = true,
            description =
                    "counts are those since a start, as counters are; refused when they look so and this is not said")
    private Boolean cumulative;

    @Option(
            names = "--eks-requests",
            paramLabel = "NAME",
            description = "the column or series of an export with the requests to EKS")
    private String eksRequests;

    @Option(names = "--eks-errors", paramLabel = "NAME", description = "with its failures")
    private String eksErrors;

    @Option(names = "--mesos-requests", paramLabel = "NAME", description = "with the requests to Mesos")
    private String mesosRequests;

    @Option(names = "--mesos-errors", paramLabel = "NAME", description = "with its failures")
    private String mesosErrors;

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
        TrafficFile file = TrafficFile.read(path, new TrafficOptions(columns(), eksServers, cumulative));
        ReplayedShares plan = ReplayedShares.parse(shares);
        Replay replay = new Replay(settings(file), plan);
        replay.run(file);
        var out = spec.commandLine().getOut();
        if (json || files.size() > 1) {
            out.println(Json.mapper().writeValueAsString(files.size() == 1 ? replay.whole(path) : replay.line(path)));
        } else {
            out.println(path + ": " + replay.verdict() + " at row " + replay.row + ", t " + replay.last.seconds()
                    + " s: " + replay.found.numbers());
            out.println("  read as " + file.how() + ", " + file.polls().size() + " rows");
        }
        return switch (replay.verdict()) {
            case HEALTHY -> 0;
            case HARMFUL -> HARMFUL;
            default -> INCONCLUSIVE;
        };
    }

    private Map<String, String> columns() {
        Map<String, String> given = new HashMap<>();
        given.put("canary_requests", eksRequests);
        given.put("canary_errors", eksErrors);
        given.put("baseline_requests", mesosRequests);
        given.put("baseline_errors", mesosErrors);
        given.values().removeIf(Objects::isNull);
        return given;
    }

    /** The weights of a live cutover: what the file has nothing of keeps its part, as where it shows nothing. */
    private JudgeSettings settings(TrafficFile file) {
        return JudgeOptions.settings(spec, JudgeSettingsMapper.weights(file.hasLatency()));
    }

    private final class Replay {
        private Judge judge;
        private final List<Step> path = new ArrayList<>();
        private int row;
        private Poll last;
        private Judgement found;

        private final JudgeSettings settings;
        private final ReplayedShares plan;

        Replay(JudgeSettings settings, ReplayedShares plan) {
            this.settings = settings;
            this.plan = plan;
            this.judge = judge(0);
        }

        private Judge judge(int phase) {
            boolean own = settings.changed().containsKey(Parameter.NEXT_SHARE.text());
            return new Judge(own ? settings : settings.with(Parameter.NEXT_SHARE, plan.after(phase)));
        }

        void run(TrafficFile file) {
            double first = file.start();
            int phase = 0;
            JudgeState state = judge.start(first, plan.share(0), 1, BaselineHistory.NONE);
            for (Poll poll : file.polls()) {
                while (plan.begins(phase + 1, poll.seconds() - first)) {
                    phase++;
                    judge = judge(phase);
                    state = judge.phase(
                            state, Math.max(state.seconds(), first + plan.from(phase)), plan.share(phase), 1);
                }
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

package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.evidence.CutoverOutcome;
import io.jenkins.plugins.cutover.evidence.Timeline;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.sandbox.Fault;
import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadPlan;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Outcome;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Endurance: cutovers forth and back on one sandbox, each with another fault, for as long as asked. No request may be
 * lost to the tool, and nothing may grow: threads, sockets, heap.
 */
final class Soak {
    private static final Duration WHOLE = Duration.ofSeconds(60);

    private final DemoOptions options;
    private final Sandbox sandbox;
    private final PrintWriter out;
    private final Random random;
    private final List<ResourceUsage> usages = new ArrayList<>();
    private final Map<String, Integer> ends = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Long> outcomes = new TreeMap<>();
    private long requests;
    private long lost;
    private long lostToTheService;
    private long closedAfterHarm;

    /** @param seed of the order of the faults */
    Soak(DemoOptions options, Sandbox sandbox, PrintWriter out, long seed) {
        this.options = options;
        this.sandbox = sandbox;
        this.out = out;
        this.random = new Random(seed);
    }

    /** @return whether nothing was lost, nothing grew, and every cutover ended as it should */
    boolean run() throws Exception {
        long end = System.nanoTime() + options.soak().toNanos();
        List<Fault> faults = Arrays.stream(Fault.values())
                .filter(fault -> fault.bake().compareTo(longest(options.soak())) <= 0)
                .toList();
        do {
            Fault fault = faults.get(random.nextInt(faults.size()));
            CutoverOutcome outcome = forth(fault);
            if (outcome == CutoverOutcome.COMPLETED) {
                back();
            }
            heal();
            usages.add(ResourceUsage.now());
            ends.merge(fault + " " + outcome, 1, Integer::sum);
            print(fault, outcome);
        } while (System.nanoTime() < end);
        return wrong.isEmpty() && lost == 0 && !grew();
    }

    /** Faults that take long to prove are for long soaks. */
    private static Duration longest(Duration soak) {
        return Duration.ofSeconds(Math.max(8, soak.toSeconds() / 20));
    }

    private CutoverOutcome forth(Fault fault) throws Exception {
        try (DemoRun run = new DemoRun(options.forSoak(fault), sandbox)) {
            Timeline timeline = run.run();
            count(run.load(), fault);
            CutoverOutcome expected = fault.isSurvived() ? CutoverOutcome.COMPLETED : CutoverOutcome.ROLLED_BACK;
            if (timeline.outcome() != expected) {
                wrong.add(fault + " ended " + timeline.outcome() + ", not " + expected);
            }
            if (fault != Fault.NONE && run.struckAt() == null) {
                wrong.add(fault + " was never injected: "
                        + run.record()
                                .map(CutoverRecord::rollback)
                                .map(CutoverRecord.Rollback::reason)
                                .orElse(""));
            }
            return timeline.outcome();
        }
    }

    private void back() throws Exception {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(Demo.daemon("soak"));
        try (LoadGenerator load = LoadGenerator.start(LoadPlan.mixed(options.rate(), sandbox.entrances()))) {
            Rollback rollback =
                    new Rollback(sandbox.context("demo"), DemoRun.SERVICE, "the soak continues", EksAfter.KEEP, WHOLE);
            new Runner(scheduler).start(rollback).result().get(2 * WHOLE.toSeconds(), TimeUnit.SECONDS);
            load.rate(0);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> load.inFlight() == 0);
            count(load, Fault.NONE);
        } finally {
            scheduler.shutdownNow();
        }
    }

    private void count(LoadGenerator load, Fault fault) {
        LoadSnapshot seen = load.snapshot();
        requests += seen.total();
        for (Outcome outcome : Outcome.values()) {
            if (seen.of(outcome) > 0) {
                outcomes.merge(fault + " " + outcome, seen.of(outcome), Long::sum);
            }
        }
        if (fault.losesRequests()) {
            lostToTheService += seen.lost();
            return;
        }
        // After harm a rollback closes what is still open on EKS; only a long answer is in its middle then.
        long cut = fault.harmsEks() ? seen.of(Outcome.TRUNCATED) : 0;
        closedAfterHarm += cut;
        lost += seen.lost() - cut;
    }

    private void heal() {
        sandbox.eksFaults().heal();
        sandbox.mesosFaults().heal();
        sandbox.cluster().recover();
        Awaitility.await()
                .atMost(WHOLE)
                .until(() -> sandbox.marathon().healthy(Sandbox.APP).size()
                        == sandbox.marathon().instances(Sandbox.APP));
    }

    private void print(Fault fault, CutoverOutcome outcome) {
        if (!options.json()) {
            out.printf(
                    Locale.ROOT,
                    "%3d  %-16s %-12s %,9d requests, %d lost; %s%n",
                    usages.size(),
                    fault,
                    outcome,
                    requests,
                    lost,
                    usages.get(usages.size() - 1));
            out.flush();
        }
    }

    private boolean grew() {
        return ResourceUsage.isEnough(usages) && !ResourceUsage.growth(usages).isEmpty();
    }

    /** As text; empty for no growth. */
    String growth() {
        return ResourceUsage.isEnough(usages)
                ? ResourceUsage.growth(usages)
                : "not known: " + usages.size() + " cutovers are too few to detect growth";
    }

    /** All measurements, for one line of JSON. */
    Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("cutovers", usages.size());
        report.put("ends", ends);
        report.put("unexpected", wrong);
        report.put("requests", requests);
        report.put("answers", outcomes);
        report.put("lostToTheTool", lost);
        report.put("lostToTheService", lostToTheService);
        report.put("closedAfterHarm", closedAfterHarm);
        report.put("first", usages.get(0));
        report.put("last", usages.get(usages.size() - 1));
        report.put("growth", growth());
        return report;
    }
}

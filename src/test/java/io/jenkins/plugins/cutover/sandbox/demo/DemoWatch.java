package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.evidence.PhaseSpan;
import io.jenkins.plugins.cutover.evidence.Timeline;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.Countdown;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.Stage;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.StageState;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows a run while it runs: looks at its record and its load five times a second. */
final class DemoWatch implements AutoCloseable {
    private static final long MILLIS = 200;
    /** What is drawn as "now": long enough for a steady number, and ended just before, for what is still under way. */
    private static final Duration WINDOW = Duration.ofSeconds(2);

    private static final Duration LAG = Duration.ofMillis(100);

    private final DemoOptions options;
    private final DemoRun run;
    private final TerminalView view;
    private final Instant start;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, Demo.daemon("demo-watch"));

    DemoWatch(DemoOptions options, DemoRun run, TerminalView view) {
        this.options = options;
        this.run = run;
        this.view = view;
        this.start = run.load().now();
        timer.scheduleWithFixedDelay(() -> view.show(state("")), 0, MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The last picture. */
    void end(Timeline timeline) {
        timer.shutdownNow();
        view.show(state(timeline.outcome().words() + ": "
                + Frame.count(timeline.requests().total()) + " requests, "
                + Frame.count(timeline.requests().failed()) + " failed"));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        view.close();
    }

    private DemoState state(String ending) {
        Instant now = run.load().now();
        LoadSnapshot recent = run.load().between(now.minus(LAG).minus(WINDOW), now.minus(LAG));
        double seconds = WINDOW.toMillis() / 1000.0;
        Optional<CutoverRecord> record = run.record();
        return new DemoState(
                "orders",
                "examples/Jenkinsfile"
                        + (options.fault() == Fault.NONE
                                ? ""
                                : ", fault " + options.fault() + " at " + options.faultAt()),
                start,
                now,
                stages(record),
                record.map(CutoverRecord::share).orElse(Share.NONE),
                recent.measuredShare(),
                Traffic.of(Side.MESOS, recent, seconds, run.load().log()),
                Traffic.of(Side.EKS, recent, seconds, run.load().log()),
                run.steps().status(),
                record.map(r -> countdown(r, now)).orElse(null),
                record.map(CutoverRecord::history).orElse(List.of()),
                ending);
    }

    private List<Stage> stages(Optional<CutoverRecord> record) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage("deploy", deploy(record), ""));
        for (Share share : options.phases()) {
            stages.add(new Stage(share.toString(), phase(share, record), ""));
        }
        record.filter(r -> r.rollback() != null)
                .ifPresent(r -> stages.add(new Stage(
                        "rollback",
                        r.state() == CutoverState.ROLLED_BACK ? StageState.DONE : StageState.RUNNING,
                        r.state() == CutoverState.PARTIAL ? "partial" : "")));
        return stages;
    }

    private static StageState deploy(Optional<CutoverRecord> record) {
        List<Event> history = record.map(CutoverRecord::history).orElse(List.of());
        if (history.stream().anyMatch(e -> e.kind().equals("deploy-failed"))) {
            return StageState.FAILED;
        }
        return history.stream().anyMatch(e -> e.kind().equals("ready")) ? StageState.DONE : StageState.RUNNING;
    }

    private StageState phase(Share share, Optional<CutoverRecord> record) {
        for (PhaseSpan span : run.phases()) {
            if (span.share().equals(share)) {
                return StageState.of(span.verdict());
            }
        }
        CutoverRecord.Shift shift = record.map(CutoverRecord::shift).orElse(null);
        boolean mine = shift != null && shift.to().equals(share);
        if (record.map(CutoverRecord::rollback).isPresent() || (mine && shift.undoing())) {
            return mine ? StageState.FAILED : StageState.SKIPPED;
        }
        if (!mine) {
            return StageState.WAITING;
        }
        return shift.done() ? StageState.JUDGING : StageState.SHIFTING;
    }

    private Countdown countdown(CutoverRecord record, Instant now) {
        CutoverRecord.Verify v = record.verify();
        return v == null || v.verdict() != null || record.rollback() != null
                ? null
                : new Countdown(Duration.between(v.startedAt(), now), options.bake());
    }
}

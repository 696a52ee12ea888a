package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.evidence.CutoverOutcome;
import io.jenkins.plugins.cutover.evidence.PhaseSpan;
import io.jenkins.plugins.cutover.evidence.Requests;
import io.jenkins.plugins.cutover.evidence.RollbackSummary;
import io.jenkins.plugins.cutover.evidence.Timeline;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadPlan;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Outcome;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** One run of the example pipeline in the sandbox, under load, with one fault. */
final class DemoRun implements AutoCloseable {
    private static final String SERVICE = "orders";
    /** The load before the pipeline starts and after it has ended. */
    private static final Duration CALM = Duration.ofSeconds(1);
    /** How long a frozen HAProxy stays so once the others are back. */
    private static final Duration THAW = Duration.ofSeconds(2);

    private final DemoOptions options;
    private final Sandbox sandbox;
    private final LoadGenerator load;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, Demo.daemon("demo"));
    private final PipelineRunner pipeline;
    private final DemoSteps steps;
    private final List<PhaseSpan> phases = Collections.synchronizedList(new ArrayList<>());
    private volatile Instant struckAt;
    private volatile Share phase;
    private volatile Instant phaseFrom;

    DemoRun(DemoOptions options, Sandbox sandbox) {
        this.options = options;
        this.sandbox = sandbox;
        this.load = LoadGenerator.start(LoadPlan.of(options.rate(), sandbox.entrances()));
        this.steps = new DemoSteps(sandbox, yaml());
        this.pipeline = new PipelineRunner(Path.of(System.getProperty("cutover.basedir", ".")))
                .step("deployToEks", steps::deployToEks)
                .step("shiftTraffic", this::shift)
                .step("verifyStability", this::verify)
                .step("rollbackToMesos", this::rollback)
                .input(question -> "demo");
    }

    private String yaml() {
        Duration block = options.bake().dividedBy(4);
        return sandbox.yaml("""
                phases: [%s]
                bake: %dms
                verify: {poll: 500ms, block: %dms, warmUp: 2s, blindAfter: 5s, max: 90s}
                """.formatted(
                        options.phases().stream().map(Share::percentText).collect(Collectors.joining(", ")),
                        options.bake().toMillis(),
                        block.toMillis()));
    }

    PipelineRunner pipeline() {
        return pipeline;
    }

    DemoSteps steps() {
        return steps;
    }

    LoadGenerator load() {
        return load;
    }

    /** The share under way; null before the first phase. */
    Share phase() {
        return phase;
    }

    List<PhaseSpan> phases() {
        return List.copyOf(phases);
    }

    Optional<CutoverRecord> record() {
        return sandbox.journal().find(SERVICE);
    }

    /** Runs to its end and says what was seen. */
    Timeline run() throws Exception {
        TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
        Instant from = load.now().minus(CALM);
        pipeline.run("examples/Jenkinsfile");
        TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
        load.close();
        return timeline(from, load.now());
    }

    private Object shift(Map<String, Object> arguments) throws Exception {
        Share to = Share.ofPercent(arguments.get("percent"));
        if (options.fault().beforeTheShift() && to.equals(options.faultAt())) {
            freeze();
        }
        Object result = steps.shiftTraffic(arguments);
        phase = to;
        phaseFrom = load.now();
        return result;
    }

    private Object verify(Map<String, Object> arguments) throws Exception {
        if (phase.equals(options.faultAt()) && !options.fault().beforeTheShift() && options.fault() != Fault.NONE) {
            timer.schedule(this::strike, Math.max(1000, options.bake().toMillis() / 4), TimeUnit.MILLISECONDS);
        }
        try {
            Object result = steps.verifyStability(arguments);
            ended(Verdict.valueOf(String.valueOf(((Map<?, ?>) result).get("verdict"))));
            return result;
        } catch (Exception e) {
            ended(record().map(CutoverRecord::verify)
                    .map(CutoverRecord.Verify::verdict)
                    .orElse(null));
            throw e;
        }
    }

    private Object rollback(Map<String, Object> arguments) throws Exception {
        if (options.fault() == Fault.HAPROXY_FROZEN) {
            thawWhenTheOthersAreBack();
        }
        return steps.rollbackToMesos(arguments);
    }

    private void ended(Verdict verdict) {
        Instant now = load.now();
        LoadSnapshot seen = load.between(phaseFrom, now);
        phases.add(new PhaseSpan(phase, phaseFrom, now, seen.measuredShare(), verdict, seen.total()));
    }

    private void strike() {
        struckAt = load.now();
        try {
            if (options.fault() == Fault.ABORT) {
                pipeline.abort("aborted by the demo");
            } else {
                options.fault().strike(sandbox);
            }
        } catch (Exception e) {
            throw new IllegalStateException("the fault " + options.fault() + " could not be made", e);
        }
    }

    /** As with a balancer in front: a HAProxy that is gone gets no new clients. */
    private void freeze() throws Exception {
        load.use(List.of(Sandbox.entrance(sandbox.first())));
        TimeUnit.MILLISECONDS.sleep(300);
        struckAt = load.now();
        options.fault().strike(sandbox);
    }

    private void thawWhenTheOthersAreBack() {
        timer.schedule(
                () -> {
                    if (record().map(CutoverRecord::state)
                            .filter(s -> s == CutoverState.PARTIAL)
                            .isPresent()) {
                        timer.schedule(sandbox.second()::thaw, THAW.toMillis(), TimeUnit.MILLISECONDS);
                    } else {
                        thawWhenTheOthersAreBack();
                    }
                },
                200,
                TimeUnit.MILLISECONDS);
    }

    private Timeline timeline(Instant from, Instant to) {
        CutoverRecord record = record().orElseThrow(() -> new IllegalStateException("the pipeline left no record"));
        LoadSnapshot all = load.snapshot();
        List<Event> events = new ArrayList<>(record.history());
        long strays = straysAfterTheRollback(record, events);
        CutoverOutcome outcome = strays > 0 ? CutoverOutcome.FAILED : outcome(record);
        return Timeline.of(SERVICE, outcome, from, to)
                .requests(new Requests(all.total(), all.failed(), all.answered(Side.MESOS), all.answered(Side.EKS)))
                .samples(samples(record, from, to))
                .phases(phases)
                .rollback(rollbackSummary(record))
                .events(events)
                .build();
    }

    private static CutoverOutcome outcome(CutoverRecord record) {
        return record.state().open() ? CutoverOutcome.FAILED : CutoverOutcome.of(record.state());
    }

    /** After a rollback every request must be answered by Mesos: counted by the clients, not by us. */
    private long straysAfterTheRollback(CutoverRecord record, List<Event> events) {
        if (record.state() != CutoverState.ROLLED_BACK) {
            return 0;
        }
        Instant end = record.rollback().finishedAt();
        LoadSnapshot after = load.between(end, load.now());
        events.add(new Event(
                load.now(),
                "aftermath",
                after.total() + " requests after the rollback: " + after.answered(Side.MESOS) + " answered by Mesos, "
                        + after.answered(Side.EKS) + " by EKS, " + after.failed() + " failed",
                Map.of("requests", after.total(), "eks", after.answered(Side.EKS), "failed", after.failed())));
        return after.answered(Side.EKS);
    }

    private RollbackSummary rollbackSummary(CutoverRecord record) {
        CutoverRecord.Rollback r = record.rollback();
        if (r == null) {
            return null;
        }
        Long toVerdict = struckAt == null
                ? null
                : Duration.between(struckAt, r.decidedAt()).toMillis();
        Long toMesos = r.trafficBackAt() == null
                ? null
                : Duration.between(r.decidedAt(), r.trafficBackAt()).toMillis();
        return new RollbackSummary(
                r.reason(),
                r.from(),
                r.decidedAt(),
                toVerdict,
                toMesos,
                harmed(),
                record.before().mesosInstances(),
                sandbox.marathon().instances(Sandbox.APP));
    }

    private Long harmed() {
        if (struckAt == null) {
            return null;
        }
        AtomicLong harmed = new AtomicLong();
        load.log().between(struckAt, load.now(), entry -> {
            boolean slow = options.fault().harmsByLatency() && entry.side() == Side.EKS;
            if (slow || entry.outcome() != Outcome.OK) {
                harmed.incrementAndGet();
            }
        });
        return harmed.get();
    }

    /** Second by second, as the clients saw it; the wanted share is the record's. */
    private List<TrafficSample> samples(CutoverRecord record, Instant from, Instant to) {
        List<TrafficSample> samples = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plusSeconds(1)) {
            Instant end = at.plusSeconds(1).isBefore(to) ? at.plusSeconds(1) : to;
            LoadSnapshot s = load.between(at, end);
            samples.add(new TrafficSample(
                    end,
                    wanted(record, end),
                    s.answered(Side.EKS),
                    s.errors(Side.EKS),
                    s.answered(Side.MESOS),
                    s.errors(Side.MESOS) + s.lost()));
        }
        return samples;
    }

    private static Share wanted(CutoverRecord record, Instant at) {
        Share share = Share.NONE;
        for (Event event : record.history()) {
            if (event.at().isAfter(at)) {
                return share;
            }
            if (event.kind().equals("shift")) {
                share = Share.ofPercent(event.data().get("to"));
            } else if (event.kind().equals("rollback")) {
                share = Share.NONE;
            }
        }
        return share;
    }

    @Override
    public void close() {
        load.close();
        steps.close();
        timer.shutdownNow();
    }
}

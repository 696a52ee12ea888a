package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.evidence.PhaseSpan;
import io.jenkins.plugins.cutover.evidence.Timeline;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.pipeline.RealSteps;
import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadPlan;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One run of the example pipeline, with the real steps, in the sandbox, under load, with one fault. */
final class DemoRun implements AutoCloseable {
    static final String SERVICE = "orders";
    /** The load before the pipeline starts. */
    private static final Duration CALM = Duration.ofSeconds(1);
    /** And after it has ended: long enough to see who answers. */
    private static final Duration AFTERMATH = Duration.ofSeconds(3);
    /** How long a frozen HAProxy stays so once the others are back. */
    private static final Duration THAW = Duration.ofSeconds(2);

    private final DemoOptions options;
    private final Sandbox sandbox;
    private final LoadGenerator load;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, Demo.daemon("demo"));
    private final RealSteps steps;
    private final PipelineRunner pipeline;
    private final Progress progress = new Progress();
    private final List<PhaseSpan> phases = Collections.synchronizedList(new ArrayList<>());
    private final Instant start;
    private volatile Instant struckAt;

    DemoRun(DemoOptions options, Sandbox sandbox) throws IOException {
        this.options = options;
        this.sandbox = sandbox;
        this.load = LoadGenerator.start(LoadPlan.of(options.rate(), sandbox.entrances()));
        this.start = load.now();
        this.steps = new RealSteps(workspace(), sandbox.context("demo"));
        this.pipeline = new PipelineRunner(Path.of(System.getProperty("cutover.basedir", ".")))
                .step("deployToEks", this::deploy)
                .step("shiftTraffic", this::shift)
                .step("verifyStability", this::verify)
                .step("rollbackToMesos", this::rollback)
                .input(question -> "demo");
    }

    /** What a repository would hold: the service's YAML and its manifests. */
    private Path workspace() throws IOException {
        Path workspace = Files.createDirectories(sandbox.folder().resolve("workspace"));
        Files.writeString(workspace.resolve("orders.yaml"), sandbox.yaml("""
                phases: [%s]
                bake: %s
                verify: {poll: 250ms, block: %s, warmUp: 2s, blindAfter: 5s, max: 90s}
                """.formatted(
                        options.phases().stream().map(Share::percentText).collect(Collectors.joining(", ")),
                        Durations.text(options.bake()),
                        Durations.text(options.bake().dividedBy(4)))));
        return workspace;
    }

    DemoOptions options() {
        return options;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    LoadGenerator load() {
        return load;
    }

    Instant start() {
        return start;
    }

    Progress progress() {
        return progress;
    }

    String status() {
        return steps.status();
    }

    /** When the fault struck; null before. */
    Instant struckAt() {
        return struckAt;
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
        PipelineRunner.Outcome ended = pipeline.run("examples/Jenkinsfile");
        if (record().isEmpty()) {
            throw new CutoverException(
                    "the pipeline opened no cutover: " + ended.failure().getMessage(), ended.failure());
        }
        TimeUnit.MILLISECONDS.sleep(AFTERMATH.toMillis());
        load.close();
        return new DemoReport(this).timeline();
    }

    private Object deploy(Map<String, Object> arguments) throws Exception {
        progress.deploying();
        Object result = steps.deployToEks(arguments);
        progress.deployed();
        return result;
    }

    private Object shift(Map<String, Object> arguments) throws Exception {
        Share to = Share.ofPercent(arguments.get("percent"));
        progress.shifting(to);
        if (options.fault().beforeTheShift() && to.equals(options.faultAt())) {
            freeze();
        }
        Map<String, Object> impatient = new HashMap<>(arguments);
        impatient.put("timeout", "3s");
        Object result = steps.shiftTraffic(impatient);
        progress.shifted(to, load.now());
        return result;
    }

    private Object verify(Map<String, Object> arguments) throws Exception {
        boolean strikesNow = progress.share().equals(options.faultAt()) && options.fault() != Fault.NONE;
        if (strikesNow && !options.fault().beforeTheShift()) {
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
        progress.rollingBack();
        if (options.fault() == Fault.HAPROXY_FROZEN) {
            thawWhenTheOthersAreBack();
        }
        Object result = steps.rollbackToMesos(arguments);
        progress.rolledBack();
        return result;
    }

    private void ended(Verdict verdict) {
        Instant now = load.now();
        LoadSnapshot seen = load.between(progress.since(), now);
        phases.add(new PhaseSpan(progress.share(), progress.since(), now, seen.measuredShare(), verdict, seen.total()));
        progress.judged(verdict);
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

    @Override
    public void close() {
        load.close();
        steps.close();
        timer.shutdownNow();
    }
}

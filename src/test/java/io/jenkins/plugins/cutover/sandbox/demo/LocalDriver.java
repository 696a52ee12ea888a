package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.pipeline.RealSteps;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The pipeline in this process, with the plugin's own steps. */
final class LocalDriver implements Driver {
    private final Sandbox sandbox;
    private final RealSteps steps;
    private final Supplier<Instant> now;
    private PipelineRunner pipeline;

    /** @param now by the clients' clock */
    LocalDriver(Sandbox sandbox, Path workspace, Supplier<Instant> now) {
        this.sandbox = sandbox;
        this.steps = new RealSteps(workspace, sandbox.context("demo"));
        this.now = now;
    }

    @Override
    public String run(Told told) {
        pipeline = new PipelineRunner(Path.of(System.getProperty("cutover.basedir", ".")))
                .step("deployToEks", arguments -> deploy(told, arguments))
                .step("shiftTraffic", arguments -> shift(told, arguments))
                .step("verifyStability", arguments -> verify(told, arguments))
                .step("recordApproval", steps::recordApproval)
                .step("rollbackToMesos", arguments -> rollback(told, arguments))
                .input(question -> "demo");
        Throwable failure = pipeline.run("examples/Jenkinsfile").failure();
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }

    private Object deploy(Told told, Map<String, Object> arguments) throws Exception {
        told.deploying();
        Object result = steps.deployToEks(arguments);
        told.deployed();
        return result;
    }

    private Object shift(Told told, Map<String, Object> arguments) throws Exception {
        Share to = Share.ofPercent(arguments.get("percent"));
        told.shifting(to);
        Map<String, Object> impatient = new HashMap<>(arguments);
        impatient.put("timeout", "3s");
        Object result = steps.shiftTraffic(impatient);
        told.shifted(to, now.get());
        return result;
    }

    private Object verify(Told told, Map<String, Object> arguments) throws Exception {
        told.judging(record().map(CutoverRecord::share).orElse(Share.NONE));
        try {
            Object result = steps.verifyStability(arguments);
            told.judged(Verdict.valueOf(String.valueOf(((Map<?, ?>) result).get("verdict"))), now.get());
            return result;
        } catch (Exception e) {
            Verdict verdict = record().map(CutoverRecord::verify)
                    .map(CutoverRecord.Verify::verdict)
                    .orElse(null);
            told.judged(verdict, now.get());
            throw e;
        }
    }

    private Object rollback(Told told, Map<String, Object> arguments) throws Exception {
        told.rollingBack();
        Object result = steps.rollbackToMesos(arguments);
        told.rolledBack();
        return result;
    }

    @Override
    public void abort(String reason) {
        pipeline.abort(reason);
    }

    @Override
    public String status() {
        return steps.status();
    }

    @Override
    public Optional<CutoverRecord> record() {
        return sandbox.journal().find(DemoRun.SERVICE);
    }

    @Override
    public String address() {
        return "";
    }

    @Override
    public void close() {
        steps.close();
    }
}

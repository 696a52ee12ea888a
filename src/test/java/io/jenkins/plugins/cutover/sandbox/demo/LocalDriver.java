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
    public String run(Listener listener) {
        pipeline = new PipelineRunner(Path.of(System.getProperty("cutover.basedir", ".")))
                .step("deployToEks", arguments -> deploy(listener, arguments))
                .step("shiftTraffic", arguments -> shift(listener, arguments))
                .step("verifyStability", arguments -> verify(listener, arguments))
                .step("recordApproval", steps::recordApproval)
                .step("rollbackToMesos", arguments -> rollback(listener, arguments))
                .input(question -> "demo");
        Throwable failure = pipeline.run("examples/Jenkinsfile").failure();
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }

    private Object deploy(Listener listener, Map<String, Object> arguments) throws Exception {
        listener.deploying();
        Object result = steps.deployToEks(arguments);
        listener.deployed();
        return result;
    }

    private Object shift(Listener listener, Map<String, Object> arguments) throws Exception {
        Share to = Share.ofPercent(arguments.get("percent"));
        listener.shifting(to);
        Map<String, Object> withTimeout = new HashMap<>(arguments);
        withTimeout.put("timeout", "3s");
        Object result = steps.shiftTraffic(withTimeout);
        listener.shifted(to, now.get());
        return result;
    }

    private Object verify(Listener listener, Map<String, Object> arguments) throws Exception {
        listener.judging(record().map(CutoverRecord::share).orElse(Share.NONE));
        try {
            Object result = steps.verifyStability(arguments);
            listener.judged(Verdict.valueOf(String.valueOf(((Map<?, ?>) result).get("verdict"))), now.get());
            return result;
        } catch (Exception e) {
            Verdict verdict = record().map(CutoverRecord::verify)
                    .map(CutoverRecord.Verify::verdict)
                    .orElse(null);
            listener.judged(verdict, now.get());
            throw e;
        }
    }

    private Object rollback(Listener listener, Map<String, Object> arguments) throws Exception {
        listener.rollingBack();
        Object result = steps.rollbackToMesos(arguments);
        listener.rolledBack();
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

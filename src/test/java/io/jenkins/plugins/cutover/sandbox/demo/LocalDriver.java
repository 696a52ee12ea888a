package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
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
    private final DemoOptions options;
    private final DemoGuard guard;
    private PipelineRunner pipeline;

    /** @param now by the clients' clock */
    LocalDriver(Sandbox sandbox, Path workspace, DemoOptions options, Supplier<Instant> now) {
        this.options = options;
        this.guard = DemoGuard.start(sandbox.context("demo"));
        this.sandbox = sandbox;
        this.steps = new RealSteps(workspace, sandbox.context("demo"));
        this.now = now;
    }

    @Override
    public String run(Listener listener) throws Exception {
        pipeline = new PipelineRunner(Path.of(System.getProperty("cutover.basedir", ".")))
                .step("deployToEks", arguments -> deploy(listener, arguments))
                .step("shiftTraffic", arguments -> shift(listener, arguments))
                .step("verifyStability", arguments -> verify(listener, arguments))
                .step("recordApproval", steps::recordApproval)
                .step("rollbackToMesos", arguments -> rollback(listener, arguments))
                .input(question -> gate(listener, String.valueOf(question.get("message"))));
        Throwable failure = pipeline.run("examples/Jenkinsfile").failure();
        return failure == null ? afterCompletion(listener) : String.valueOf(failure.getMessage());
    }

    /** What a team does later, in another build. */
    private String afterCompletion(Listener listener) throws Exception {
        DemoHandover handover = new DemoHandover(sandbox, steps, listener);
        String failure = options.waits().handover() ? handOver(handover, listener) : "";
        if (!failure.isEmpty() || !options.waits().retire()) {
            return failure;
        }
        failure = retire(listener);
        if (failure.isEmpty() && options.waits().handover()) {
            // Nothing can be rolled back any more, so a failure ends the demo.
            handOver(handover, listener, true);
        }
        return failure;
    }

    private String handOver(DemoHandover handover, Listener listener) {
        try {
            handOver(handover, listener, false);
            handover.replacePods();
            return "";
        } catch (Exception failure) {
            return back(listener, String.valueOf(failure.getMessage()));
        }
    }

    private static void handOver(DemoHandover handover, Listener listener, boolean withoutMesos) throws Exception {
        listener.handingOver(withoutMesos);
        handover.run(withoutMesos);
        listener.handedOver(withoutMesos);
    }

    private String retire(Listener listener) {
        listener.soaking();
        try {
            steps.retireMesos(
                    Map.of("service", DemoRun.SERVICE, "approver", "demo", "soak", Durations.text(WaitOptions.SOAK)));
            listener.retired();
            return "";
        } catch (Exception failure) {
            return back(listener, String.valueOf(failure.getMessage()));
        }
    }

    private String back(Listener listener, String reason) {
        try {
            rollback(listener, Map.of("service", DemoRun.SERVICE, "reason", reason, "onlyIfOpen", true));
            return reason;
        } catch (Exception failure) {
            return reason + "; " + failure.getMessage();
        }
    }

    /** Other questions than a gate's are answered at once. */
    private String gate(Listener listener, String question) throws InterruptedException {
        Share share = record().map(CutoverRecord::share).orElse(Share.NONE);
        Optional<Share> next = options.phases().stream()
                .filter(phase -> phase.compareTo(share) > 0)
                .findFirst();
        if (!question.startsWith("Send ") || next.isEmpty()) {
            return "demo";
        }
        DemoGate gate = new DemoGate(next.get(), options.waits().approveAfter().orElse(null));
        listener.gateOpens(next.get(), gate);
        try {
            return gate.await(this::record);
        } finally {
            listener.gateEnds(next.get());
        }
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
        guard.close();
        steps.close();
    }
}

package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.operation.Context;
import io.jenkins.plugins.cutover.operation.Deploy;
import io.jenkins.plugins.cutover.operation.Operation;
import io.jenkins.plugins.cutover.operation.Rollback;
import io.jenkins.plugins.cutover.operation.Runner;
import io.jenkins.plugins.cutover.operation.Shift;
import io.jenkins.plugins.cutover.operation.Verify;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The four steps with the real operations behind them. */
final class DemoSteps implements AutoCloseable {
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1, Demo.daemon("operations"));
    private final Runner runner = new Runner(scheduler);
    private final Context context;
    private final ServiceSpec spec;
    private volatile String status = "";

    DemoSteps(Sandbox sandbox, String yaml) {
        this.context = sandbox.context("demo");
        this.spec = SpecReader.yaml("demo", yaml);
    }

    String status() {
        return status;
    }

    Object deployToEks(Map<String, Object> arguments) throws Exception {
        Map<String, Object> result = new HashMap<>(run(new Deploy(context, spec, "")));
        result.put(
                "phases",
                spec.phases().stream()
                        .map(p -> Map.of(
                                "percent", p.share().percentText(), "bake", Durations.text(p.bake()), "gate", p.gate()))
                        .toList());
        return result;
    }

    Object shiftTraffic(Map<String, Object> arguments) throws Exception {
        Share to = Share.ofPercent(arguments.get("percent"));
        return run(new Shift(context, spec.service(), to, Duration.ZERO, Duration.ofSeconds(3)));
    }

    Object verifyStability(Map<String, Object> arguments) throws Exception {
        return run(new Verify(context, spec.service(), Durations.parse("bake", arguments.get("bake"))));
    }

    Object rollbackToMesos(Map<String, Object> arguments) throws Exception {
        return run(new Rollback(
                context,
                spec.service(),
                String.valueOf(arguments.get("reason")),
                CutoverRecord.EksAfter.KEEP,
                Duration.ofMinutes(2)));
    }

    private Map<String, Object> run(Operation operation) throws Exception {
        Runner.Run run = runner.start(operation, text -> status = text);
        try {
            return run.result().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        } catch (InterruptedException e) {
            run.cancel();
            throw e;
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}

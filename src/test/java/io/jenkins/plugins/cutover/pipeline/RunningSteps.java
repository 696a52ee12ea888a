package io.jenkins.plugins.cutover.pipeline;

import hudson.AbortException;
import io.jenkins.plugins.cutover.model.SpecReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * The step executions that a running build can hold, and their serialized form. At each release, {@link #main} of that
 * release writes them below {@code src/test/resources/running-builds}; {@link RunningBuildTest} reads all of them.
 */
final class RunningSteps {
    /** Placeholders for the objects that Jenkins itself writes and reads. */
    private static final String CONTEXT = "placeholder: step context";

    private static final String BODY = "placeholder: body execution";

    private static final Map<String, Object> DEPLOY = Map.of(
            "service", "orders",
            "config", "orders.yaml",
            "image", "registry.example.com/shop/orders:2",
            "phases", List.of(Map.of("percent", 5, "bake", "10m", "gate", true), 100));
    private static final Map<String, Object> VERIFY = Map.of(
            "service", "orders",
            "bake", "90s",
            "max", "1h",
            "onInconclusive", "ask",
            "errorMargin", "1.5",
            "minRequests", 500,
            "checks", "error-rate, saturation");
    private static final String SETTINGS = """
            service: orders
            environment: production
            haproxy: {instances: ["tls:lb1.example.com:9443"], backend: orders, tls: {certificate: /etc/cutover/client.pem}}
            marathon: {url: "http://marathon.example.com:8080", app: /shop/orders}
            eks: {server: "https://eks.example.com", credential: eks, manifests: k8s, namespace: shop, deployment: orders}
            phases: [5, 100]
            verify: {minRequests: 20, blindAfter: 10s, falseRollbacks: 0.01, warmUp: 30s}
            """;

    private RunningSteps() {}

    /** One execution of each step in each state, by the name of its file. */
    static Map<String, StepExecution> all() throws Exception {
        Map<String, StepExecution> all = new LinkedHashMap<>();
        all.put("deploy", execution(DeployToEksStep.class, DEPLOY));
        all.put("deploy-prepared", prepared());
        all.put("shift", execution(ShiftTrafficStep.class, Map.of("service", "orders", "percent", 12.5, "over", "2m")));
        all.put(
                "shift-drained",
                execution(
                        ShiftTrafficStep.class,
                        Map.of("service", "orders", "percent", 100, "drain", "5m", "cut", true)));
        all.put("verify", execution(VerifyStabilityStep.class, VERIFY));
        all.put("verify-body-running", withBody(new FakeStepContext(Map.of()).withBody()));
        all.put("verify-body-passed", withPassedBody());
        all.put("verify-body-failed", withFailedBody());
        all.put(
                "approval",
                execution(
                        RecordApprovalStep.class,
                        Map.of("service", "orders", "approver", "alice", "question", "Send 50 %?")));
        all.put(
                "rollback",
                execution(
                        RollbackToMesosStep.class,
                        Map.of("service", "orders", "reason", "a drill", "target", "scaleDown")));
        all.put("retire", execution(RetireMesosStep.class, Map.of("service", "orders", "approver", "alice")));
        all.put(
                "retire-delete",
                execution(
                        RetireMesosStep.class,
                        Map.of("service", "orders", "approver", "alice", "target", "delete", "soak", "48h")));
        return all;
    }

    private static StepExecution execution(Class<? extends Step> step, Map<String, Object> arguments) throws Exception {
        return DataBinding.step(step, new HashMap<>(arguments)).start(new FakeStepContext(Map.of()));
    }

    private static StepExecution prepared() throws Exception {
        StepExecution deploy = execution(DeployToEksStep.class, DEPLOY);
        set(deploy, "spec", SpecReader.yaml("orders.yaml", SETTINGS));
        set(deploy, "manifests", "apiVersion: v1\n");
        set(deploy, "waitingSince", Instant.parse("2026-11-30T10:00:00Z"));
        return deploy;
    }

    private static void set(Object owner, String name, Object value) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        field.set(owner, value);
    }

    private static VerifyStabilityStep.Execution withBody(FakeStepContext context) throws Exception {
        VerifyStabilityStep.Execution verify = (VerifyStabilityStep.Execution)
                DataBinding.step(VerifyStabilityWithStep.class, VERIFY).start(context);
        verify.started();
        return verify;
    }

    private static StepExecution withPassedBody() throws Exception {
        FakeStepContext context = new FakeStepContext(Map.of()).withBody();
        StepExecution verify = withBody(context);
        context.body().succeed();
        return verify;
    }

    private static StepExecution withFailedBody() throws Exception {
        FakeStepContext context = new FakeStepContext(Map.of()).withBody();
        StepExecution verify = withBody(context);
        context.body().fail(new AbortException("the front page is empty"));
        return verify;
    }

    /** @param context replaces the step context that the execution was written with */
    static StepExecution read(InputStream from, FakeStepContext context) throws IOException, ClassNotFoundException {
        BodyExecution body = context.withBody().body().start();
        try (ObjectInputStream in = new ObjectInputStream(from) {
            {
                enableResolveObject(true);
            }

            @Override
            protected Object resolveObject(Object read) {
                return CONTEXT.equals(read) ? context : BODY.equals(read) ? body : read;
            }
        }) {
            return (StepExecution) in.readObject();
        }
    }

    private static void write(StepExecution execution, OutputStream to) throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(to) {
            {
                enableReplaceObject(true);
            }

            @Override
            protected Object replaceObject(Object written) {
                return written instanceof StepContext ? CONTEXT : written instanceof BodyExecution ? BODY : written;
            }
        }) {
            out.writeObject(execution);
        }
    }

    /** @param folder the folder to write to, one file for each execution */
    public static void main(String... folder) throws Exception {
        for (Map.Entry<String, StepExecution> entry : all().entrySet()) {
            try (OutputStream out = Files.newOutputStream(Path.of(folder[0], entry.getKey() + ".ser"))) {
                write(entry.getValue(), out);
            }
        }
    }
}

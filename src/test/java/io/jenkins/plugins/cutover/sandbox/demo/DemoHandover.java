package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.handover.EditedConfig;
import io.jenkins.plugins.cutover.pipeline.RealSteps;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.PodReplacement;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import io.jenkins.plugins.cutover.sandbox.cluster.SandboxPod;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * Brings the end state into the files of both HAProxies, as people do. Each reload is without a state file, so nothing but
 * the file and the name server gives the new process its servers.
 */
final class DemoHandover {
    /** For a check of each pod after the first answer of the name server. */
    private static final Duration UP = Duration.ofSeconds(20);

    private static final String PROOF_TIMEOUT = "30s";

    private final Sandbox sandbox;
    private final Context context;
    private final RealSteps steps;
    private final Driver.Listener listener;

    DemoHandover(Sandbox sandbox, RealSteps steps, Driver.Listener listener) {
        this.sandbox = sandbox;
        this.context = sandbox.context("demo");
        this.steps = steps;
        this.listener = listener;
    }

    /**
     * Blocks until it is proven.
     *
     * @param withoutMesos whether the Mesos lines go
     */
    void run(boolean withoutMesos) throws Exception {
        Map<String, Object> form = Map.of("service", DemoRun.SERVICE, "withoutMesos", withoutMesos);
        steps.handOver(with(form, "prove", false));
        for (HaproxyProcess haproxy : fleet()) {
            EditedConfig edited = EditedConfig.of(context, record(), "haproxy.cfg", haproxy.writtenConfig());
            if (!edited.usable()) {
                throw new CutoverException("the configuration of the handover is not usable: " + edited.check());
            }
            haproxy.config(edited.text());
        }
        reload();
        steps.handOver(with(form, "timeout", PROOF_TIMEOUT));
    }

    /** Every pod moves to another address. HAProxy follows, and finds the pods again after a reload. */
    void replacePods() throws Exception {
        PodReplacement.run(sandbox.cluster(), "shop");
        listener.did("every pod was replaced by one at another address");
        reload();
    }

    /** One after the other, as behind a load balancer: until a new process has asked the name server, it answers 503. */
    private void reload() throws Exception {
        for (HaproxyProcess haproxy : fleet()) {
            listener.withoutClients(haproxy, () -> {
                haproxy.reload(false);
                Awaitility.await("the pods are up in HAProxy").atMost(UP).until(this::up);
            });
        }
        listener.did("both HAProxies were reloaded without a state file, one after the other");
    }

    private boolean up() {
        long pods = sandbox.cluster().pods().stream().filter(SandboxPod::ready).count();
        return context.clients().router(record().spec().haproxy()).read().reachable().stream()
                        .filter(instance -> up(instance) == pods)
                        .count()
                == fleet().size();
    }

    private static long up(Reachable instance) {
        return instance.servers(Side.EKS).stream().filter(ServerReading::up).count();
    }

    private List<HaproxyProcess> fleet() {
        return List.of(sandbox.first(), sandbox.second());
    }

    private CutoverRecord record() {
        return context.journal().find(DemoRun.SERVICE).orElseThrow();
    }

    private static Map<String, Object> with(Map<String, Object> arguments, String name, Object value) {
        Map<String, Object> all = new HashMap<>(arguments);
        all.put(name, value);
        return all;
    }
}

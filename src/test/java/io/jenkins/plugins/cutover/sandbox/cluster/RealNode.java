package io.jenkins.plugins.cutover.sandbox.cluster;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The one node of a real control plane: its pods are real servers on loopback addresses. */
public final class RealNode implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RealNode.class.getName());
    private static final String NAME = "loopback";
    private static final Duration LOOK = Duration.ofMillis(50);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sandbox-kubelet");
        thread.setDaemon(true);
        return thread;
    });
    private final Faults faults = new Faults(() -> {});
    private final Kubelet kubelet;
    private final KubeletPort kubeletPort;

    /** @param client may do everything */
    public RealNode(KubernetesClient client, PodFactory pods, Duration readyAfter, Duration stopsAfter, String prefix) {
        this.kubelet = new Kubelet(
                new ClientPodApi(client, NAME),
                pods,
                faults,
                scheduler,
                Clock.systemUTC(),
                new Kubelet.Timing(readyAfter, stopsAfter),
                new Addresses(prefix));
        try {
            this.kubeletPort = new KubeletPort(kubelet::log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        register(client);
        scheduler.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void register(KubernetesClient client) {
        client.nodes()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .endMetadata()
                        .build())
                .create();
        client.nodes().withName(NAME).editStatus(node -> new NodeBuilder(node)
                .withNewStatus()
                .addNewAddress("127.0.0.1", "InternalIP")
                .withNewDaemonEndpoints()
                .withNewKubeletEndpoint()
                .withPort(kubeletPort.port())
                .endKubeletEndpoint()
                .endDaemonEndpoints()
                .endStatus()
                .build());
    }

    private void look() {
        try {
            kubelet.sync();
        } catch (KubernetesClientException e) {
            LOG.log(Level.FINE, "the API server did not answer the kubelet; it looks again", e);
        }
    }

    public List<SandboxPod> pods() {
        return kubelet.pods();
    }

    public Faults faults() {
        return faults;
    }

    public void crashAllPods() {
        kubelet.crashAll();
    }

    public void crashPod(String name, String reason) {
        kubelet.crash(name, reason);
    }

    public void recover() {
        kubelet.recover();
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        kubelet.close();
        kubeletPort.close();
    }
}

package io.jenkins.plugins.cutover.sandbox.cluster;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.BindException;

/** Runs one pod on the node. Guarded by the kubelet's lock. */
final class PodRunner {
    final Pod pod;
    private final Kubelet kubelet;
    private final String started;
    private String host;
    private int port;
    private AutoCloseable server;
    private boolean ready;
    private int restarts;
    private String waiting = "ContainerCreating";
    private String message = "";
    private ContainerState lastState = new ContainerState();
    private boolean ending;

    PodRunner(Kubelet kubelet, Pod pod) {
        this.kubelet = kubelet;
        this.pod = pod;
        this.started = kubelet.now();
    }

    /** Starts or retries: finds a node, pulls the image, runs the container. */
    void start() {
        if (server != null || ending) {
            return;
        }
        if (!kubelet.faults().unschedulable().isEmpty() && host == null) {
            report();
        } else if (kubelet.faults().badImage(image())) {
            wait("ErrImagePull", "failed to pull and unpack image \"" + image() + "\": not found");
            kubelet.later(this, this::backOffPull);
        } else if (kubelet.crashes(image())) {
            kubelet.later(this, () -> crash(1, "Error"));
            report();
        } else {
            run();
        }
    }

    private void run() {
        try {
            bind();
        } catch (Exception e) {
            crash(1, "Error");
            return;
        }
        waiting = "";
        report();
        kubelet.later(this, this::probe);
    }

    private void bind() throws Exception {
        boolean again = host != null;
        for (int attempt = 0; server == null; attempt++) {
            if (!again) {
                port = port();
                host = kubelet.addresses().take(port);
            }
            try {
                server = kubelet.factory().start(deployment(), name(), image(), host, port);
            } catch (BindException e) {
                if (again || attempt == 20) {
                    throw e;
                }
            }
        }
    }

    private void probe() {
        if (server == null || ending) {
            return;
        }
        if (kubelet.faults().unready(image())) {
            kubelet.api().event(pod, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
            kubelet.later(this, this::probe);
            return;
        }
        ready = true;
        report();
    }

    private void backOffPull() {
        if (kubelet.faults().badImage(image())) {
            wait("ImagePullBackOff", "Back-off pulling image \"" + image() + "\"");
        } else {
            start();
        }
    }

    /** The container ends at once and restarts after a back-off. */
    void crash(int status, String reason) {
        if (ending) {
            return;
        }
        close();
        ready = false;
        restarts++;
        lastState = new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(status)
                .withReason(reason)
                .withFinishedAt(kubelet.now())
                .endTerminated()
                .build();
        wait("CrashLoopBackOff", "back-off 10s restarting failed container=" + container() + " pod=" + name());
        kubelet.later(this, () -> {
            if (kubelet.crashes(image())) {
                crash(status, reason);
            } else {
                start();
            }
        });
    }

    /** Continues to serve until the kubelet removes it. */
    void end() {
        if (!ending) {
            ending = true;
            kubelet.afterStop(this, () -> {
                close();
                kubelet.gone(this);
            });
        }
    }

    boolean waitsForNode() {
        return host == null && server == null && waiting.equals("ContainerCreating") && !ending;
    }

    boolean crashed() {
        return waiting.equals("CrashLoopBackOff");
    }

    void close() {
        if (server != null) {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException("a pod's server did not close", e);
            } finally {
                server = null;
            }
        }
    }

    SandboxPod view() {
        return new SandboxPod(name(), deployment(), image(), host == null ? "" : host, port, ready && !ending);
    }

    int restarts() {
        return restarts;
    }

    private void wait(String reason, String said) {
        waiting = reason;
        message = said;
        report();
    }

    private void report() {
        boolean scheduled = host != null || kubelet.faults().unschedulable().isEmpty();
        kubelet.api()
                .status(
                        pod,
                        new PodReport(pod, started, host, ready, restarts, waiting, message, lastState)
                                .status(scheduled ? "" : kubelet.faults().unschedulable()));
    }

    String name() {
        return pod.getMetadata().getName();
    }

    private String image() {
        return pod.getSpec().getContainers().get(0).getImage();
    }

    private String container() {
        return pod.getSpec().getContainers().get(0).getName();
    }

    private int port() {
        var ports = pod.getSpec().getContainers().get(0).getPorts();
        return ports == null || ports.isEmpty() ? 8080 : ports.get(0).getContainerPort();
    }

    /** A StatefulSet's, or the owner's name is the Deployment's and a hash. */
    private String deployment() {
        var owners = pod.getMetadata().getOwnerReferences();
        String owner = owners.isEmpty() ? name() : owners.get(0).getName();
        if (!owners.isEmpty() && owners.get(0).getKind().equals("StatefulSet")) {
            return owner;
        }
        int dash = owner.lastIndexOf('-');
        return owners.isEmpty() || dash < 0 ? owner : owner.substring(0, dash);
    }
}

package io.jenkins.plugins.cutover.sandbox;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.sandbox.cluster.Controllers;
import io.jenkins.plugins.cutover.sandbox.cluster.Faults;
import io.jenkins.plugins.cutover.sandbox.cluster.PodFactory;
import io.jenkins.plugins.cutover.sandbox.cluster.SandboxPod;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A Kubernetes cluster on the loopback network: an API server as strict as the real one (server-side apply with field
 * managers, dry runs, name and field checks, resource versions), the deployment, replica set and endpoints controllers,
 * and a kubelet whose pods are real servers, each on its own address.
 */
public final class SandboxCluster implements LocalCluster {
    private final Controllers controllers;
    private final KubernetesClient client;
    private final String token;
    private final ScheduledExecutorService ownScheduler;

    private SandboxCluster(Builder builder) {
        this.token = builder.token;
        this.ownScheduler = builder.scheduler == null ? daemon() : null;
        this.controllers = new Controllers(new Controllers.Settings(
                List.copyOf(builder.namespaces),
                builder.pods,
                builder.scheduler == null ? ownScheduler : builder.scheduler,
                builder.clock,
                builder.readyAfter,
                builder.stopsAfter,
                builder.addresses,
                builder.token,
                builder.tls ? TestCertificates.get().server() : null));
        this.client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(uri().toString())
                        .withOauthToken(token.isEmpty() ? null : token)
                        .withTrustCerts(true)
                        .withDisableHostnameVerification(true)
                        .withUserAgent("somebody-else/1.0")
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The API server. */
    public URI uri() {
        return controllers.uri();
    }

    /** To put in a spec; when there is a token, the credential is called {@code sandbox-cluster}. */
    @Override
    public EksSpec.Access access() {
        String ca =
                uri().getScheme().equals("https") ? TestCertificates.get().ca().toString() : "";
        return new EksSpec.Access(uri(), "", "", ca, token.isEmpty() ? "" : "sandbox-cluster", false);
    }

    @Override
    public Secrets secrets() {
        return name -> Optional.of(token).filter(known -> name.equals("sandbox-cluster") && !known.isEmpty());
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    /** How many watches the API server answers. */
    public int watches() {
        return controllers.watches();
    }

    /** As etcd's compaction: no watch can continue from before. */
    public void compact() {
        controllers.compact();
    }

    @Override
    public List<SandboxPod> pods() {
        return controllers.pods();
    }

    @Override
    public Faults faults() {
        return controllers.faults();
    }

    @Override
    public void quota(String namespace, int pods) {
        faults().quota(pods);
    }

    @Override
    public void crashAllPods() {
        controllers.crashAllPods();
    }

    @Override
    public void crashPod(String name, String reason) {
        controllers.crashPod(name, reason);
    }

    @Override
    public void recover() {
        controllers.recover();
    }

    @Override
    public void close() {
        client.close();
        controllers.close();
        if (ownScheduler != null) {
            ownScheduler.shutdownNow();
        }
    }

    private static ScheduledExecutorService daemon() {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sandbox-cluster");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The settings of a cluster; only the namespace has no default. */
    public static final class Builder {
        private final List<String> namespaces = new ArrayList<>();
        private PodFactory pods = (deployment, pod, image, host, port) -> () -> {};
        private ScheduledExecutorService scheduler;
        private Clock clock = Clock.systemUTC();
        private Duration readyAfter = Duration.ofMillis(300);
        private Duration stopsAfter = Duration.ofMillis(200);
        private String addresses = "127.0.2";
        private String token = "";
        private boolean tls;

        public Builder namespace(String name) {
            namespaces.add(name);
            return this;
        }

        public Builder pods(PodFactory factory) {
            pods = factory;
            return this;
        }

        /** Drives the controllers; not shut down by the cluster. */
        public Builder scheduler(ScheduledExecutorService executor) {
            scheduler = executor;
            return this;
        }

        public Builder clock(Clock source) {
            clock = source;
            return this;
        }

        /** From a container's start to its readiness; also the step of every back-off. */
        public Builder readyAfter(Duration delay) {
            readyAfter = delay;
            return this;
        }

        /** How long a deleted pod continues to serve. */
        public Builder stopsAfter(Duration delay) {
            stopsAfter = delay;
            return this;
        }

        /** @param prefix the first three numbers of the pods' addresses */
        public Builder addresses(String prefix) {
            addresses = prefix;
            return this;
        }

        /** Requests without this bearer token get 401. */
        public Builder token(String bearer) {
            token = bearer;
            return this;
        }

        /** HTTPS, with a certificate that {@link TestCertificates#ca} signed. */
        public Builder tls() {
            tls = true;
            return this;
        }

        public SandboxCluster start() {
            return new SandboxCluster(this);
        }
    }
}

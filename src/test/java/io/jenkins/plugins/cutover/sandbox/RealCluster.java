package io.jenkins.plugins.cutover.sandbox;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.sandbox.cluster.Faults;
import io.jenkins.plugins.cutover.sandbox.cluster.PodFactory;
import io.jenkins.plugins.cutover.sandbox.cluster.RealNode;
import io.jenkins.plugins.cutover.sandbox.cluster.SandboxPod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A real control plane (etcd, kube-apiserver, kube-controller-manager) whose one node runs the pods as real servers on
 * loopback addresses. Its access is the user {@code tester}, with the permissions of {@code examples/rbac.yaml}
 * only.
 */
public final class RealCluster implements LocalCluster {
    private final ControlPlane plane;
    private final KubernetesClient admin;
    private final KubernetesClient somebody;
    private final RealNode node;

    private RealCluster(
            ControlPlane plane, String namespace, PodFactory pods, Duration readyAfter, Duration stopsAfter) {
        this.plane = plane;
        this.admin = client("admin", "sandbox/1.0");
        this.somebody = client("admin", "somebody-else/1.0");
        makeNamespace(namespace, "rbac.yaml", "shop");
        this.node = new RealNode(client("kubelet", "kubelet/1.0"), pods, readyAfter, stopsAfter, "127.0.3");
    }

    /** @return why this machine has no control plane; empty if it has one */
    public static Optional<String> missing() {
        return ControlPlane.missing();
    }

    /** Skips the test if there is no control plane, and prints the reason. */
    public static void orSkip(Class<?> test) {
        Optional<String> missing = missing();
        missing.ifPresent(why -> System.out.println(test.getSimpleName() + " is skipped: " + why));
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    /** Takes about ten seconds. */
    public static RealCluster start(String namespace, PodFactory pods, Duration readyAfter, Duration stopsAfter) {
        ControlPlane plane = ControlPlane.start();
        try {
            return new RealCluster(plane, namespace, pods, readyAfter, stopsAfter);
        } catch (RuntimeException e) {
            plane.close();
            throw e;
        }
    }

    private KubernetesClient client(String token, String agent) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(plane.uri().toString())
                        .withCaCertFile(plane.ca().toString())
                        .withOauthToken(token)
                        .withUserAgent(agent)
                        .build())
                .build();
    }

    /** One for records and locks, with the rights of {@code examples/rbac-journal.yaml}. */
    public void makeJournalNamespace(String namespace) {
        makeNamespace(namespace, "rbac-journal.yaml", "cutovers");
    }

    /** @param written the namespace that the example names */
    private void makeNamespace(String namespace, String example, String written) {
        admin.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        Path rbac = Path.of(System.getProperty("cutover.basedir", "."), "examples", example);
        try {
            String role = Files.readString(rbac)
                    .replace("namespace: " + written, "namespace: " + namespace)
                    .replaceAll(
                            "kind: ServiceAccount\\R\\s+name: phased-cutover\\R\\s+namespace: jenkins",
                            "kind: User\n    name: tester");
            admin.resourceList(role).resources().forEach(resource -> resource.create());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public EksSpec.Access access() {
        return new EksSpec.Access(plane.uri(), "", "", plane.ca().toString(), "real-cluster", false);
    }

    @Override
    public Secrets secrets() {
        return name -> name.equals("real-cluster") ? Optional.of("tester") : Optional.empty();
    }

    @Override
    public KubernetesClient client() {
        return somebody;
    }

    /** {@code ca.crt}, {@code tester.crt} or {@code tester.key}: the user that {@link #access} gives, by certificate. */
    public Path file(String name) {
        return plane.file(name);
    }

    public URI uri() {
        return plane.uri();
    }

    /** Trusts the API server's certificate. */
    SSLContext trust() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int n = 0;
            try (InputStream in = Files.newInputStream(plane.ca())) {
                for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    store.setCertificateEntry("ca" + n++, one);
                }
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<SandboxPod> pods() {
        return node.pods();
    }

    @Override
    public Faults faults() {
        return node.faults();
    }

    @Override
    public void quota(String namespace, int pods) {
        admin.resourceQuotas()
                .inNamespace(namespace)
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("pods")
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("pods", new Quantity(String.valueOf(pods)))
                        .endSpec()
                        .build())
                .create();
        // Until its controller has written the status, the quota forbids nothing.
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            var status = admin.resourceQuotas()
                    .inNamespace(namespace)
                    .withName("pods")
                    .get()
                    .getStatus();
            return status != null
                    && status.getHard() != null
                    && status.getHard().containsKey("pods");
        });
    }

    @Override
    public void crashAllPods() {
        node.crashAllPods();
    }

    @Override
    public void crashPod(String name, String reason) {
        node.crashPod(name, reason);
    }

    @Override
    public void recover() {
        node.recover();
    }

    /** Also stops etcd; the pods keep running. */
    public void apiServerDies() {
        plane.stop();
    }

    @Override
    public void close() {
        node.close();
        admin.close();
        somebody.close();
        plane.close();
    }
}

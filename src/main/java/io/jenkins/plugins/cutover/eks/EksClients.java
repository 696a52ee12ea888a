package io.jenkins.plugins.cutover.eks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.aws.EksClusters;
import io.jenkins.plugins.cutover.eks.access.ClientFactory;
import io.jenkins.plugins.cutover.eks.watch.PodWatches;
import io.jenkins.plugins.cutover.eks.watch.WatchedCluster;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens clusters with fabric8's client. Thread-safe. Keep one instance: it caches the addresses of EKS clusters and the
 * tokens it signed while they are valid.
 */
public final class EksClients implements Eks.Factory {
    private final Secrets secrets;
    private final Clock clock;
    private final ClientFactory clients;
    private final Map<Watched, PodWatch> watches = new ConcurrentHashMap<>();

    private record Watched(EksSpec.Access access, String namespace, String deployment) {}

    public EksClients(Secrets secrets, Clock clock) {
        this(secrets, clock, new EksClusters(clock));
    }

    EksClients(Secrets secrets, Clock clock, EksClusters aws) {
        this.secrets = secrets;
        this.clock = clock;
        this.clients = new ClientFactory(aws);
    }

    @Override
    public Eks open(EksSpec spec) {
        KubernetesClient client = clients.open(spec.access(), secrets);
        return new KubernetesEks(spec, client, clock, () -> clients.refused(client));
    }

    /**
     * A watch on the pods of a service. It reports no change of a service that HAProxy reaches at fixed addresses. Never
     * blocks and never fails.
     */
    public PodWatch podWatch(EksSpec spec) {
        if (!spec.addresses().isEmpty()) {
            return PodWatch.NONE;
        }
        return watches.computeIfAbsent(
                new Watched(spec.access(), spec.namespace(), spec.deployment()),
                service -> PodWatches.shared().changes(spec, cluster(spec.access()))::getAsLong);
    }

    private WatchedCluster cluster(EksSpec.Access access) {
        return new WatchedCluster() {
            @Override
            public String credential() {
                return ClientFactory.fingerprint(access, secrets);
            }

            @Override
            public KubernetesClient open() {
                return clients.open(access, secrets);
            }

            @Override
            public void refused(KubernetesClient client) {
                clients.refused(client);
            }
        };
    }
}

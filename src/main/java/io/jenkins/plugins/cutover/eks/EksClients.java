package io.jenkins.plugins.cutover.eks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.aws.EksClusters;
import io.jenkins.plugins.cutover.eks.access.ClientFactory;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import java.time.Clock;

/**
 * Opens clusters with fabric8's client. Thread-safe. Keep one instance: it caches the addresses of EKS clusters and the
 * tokens it signed while they are valid.
 */
public final class EksClients implements Eks.Factory {
    private final Secrets secrets;
    private final Clock clock;
    private final ClientFactory clients;

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
}

package io.jenkins.plugins.cutover.eks;

import io.jenkins.plugins.cutover.eks.access.ClientFactory;
import io.jenkins.plugins.cutover.eks.aws.EksAccess;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import java.time.Clock;

/**
 * Opens clusters with fabric8's client. Safe for use by several threads; keep one, for it remembers where EKS clusters
 * answer and the tokens it signed while they are good.
 */
public final class EksClients implements Eks.Door {
    private final Secrets secrets;
    private final Clock clock;
    private final ClientFactory clients;

    public EksClients(Secrets secrets, Clock clock) {
        this(secrets, clock, new EksAccess(clock));
    }

    EksClients(Secrets secrets, Clock clock, EksAccess aws) {
        this.secrets = secrets;
        this.clock = clock;
        this.clients = new ClientFactory(aws);
    }

    @Override
    public Eks open(EksSpec spec) {
        return new KubernetesEks(spec, clients.open(spec.access(), secrets), clock);
    }
}

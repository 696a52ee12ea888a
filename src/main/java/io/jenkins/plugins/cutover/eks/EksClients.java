package io.jenkins.plugins.cutover.eks;

import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import java.time.Clock;

/** Opens clusters with fabric8's client. Safe for use by several threads. */
public final class EksClients implements Eks.Door {
    private final Secrets secrets;
    private final Clock clock;

    public EksClients(Secrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public Eks open(EksSpec spec) {
        return new KubernetesEks(spec, ClientFactory.open(spec.access(), secrets), clock);
    }
}

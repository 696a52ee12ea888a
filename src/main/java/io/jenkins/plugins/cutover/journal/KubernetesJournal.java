package io.jenkins.plugins.cutover.journal;

import java.time.Clock;

/**
 * One ConfigMap a service in a namespace, for several controllers and the command line on any machine. Next to
 * them are Secrets with the Marathon definitions, and immutable ConfigMaps with earlier events and finished records.
 */
public final class KubernetesJournal extends StoredJournal {
    public KubernetesJournal(ApiServerClient cluster, String namespace, Clock clock) {
        super("in namespace " + namespace, new ClusterStore(cluster, namespace), clock);
    }
}

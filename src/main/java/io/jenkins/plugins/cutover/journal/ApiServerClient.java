package io.jenkins.plugins.cutover.journal;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.Function;

/** A way to the Kubernetes API server that records and leases are kept on. Safe for use by several threads. */
public interface ApiServerClient {
    /**
     * Does one piece of work with a client that is good at this moment.
     *
     * @param what names it for a failure: {@code ConfigMap/phased-cutover-orders}
     * @throws io.jenkins.plugins.cutover.model.CutoverException of one line when the server cannot be asked or refuses
     */
    <T> T ask(String what, Function<KubernetesClient, T> work);
}

package io.jenkins.plugins.cutover.journal;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.Function;

/** A client of the Kubernetes API server that stores records and leases. Safe for use by several threads. */
public interface ApiServerClient {
    /**
     * Does one piece of work with a client whose credentials are valid now.
     *
     * @param what names it for a failure: {@code ConfigMap/phased-cutover-orders}
     * @throws io.jenkins.plugins.cutover.model.CutoverException of one line when the server cannot be asked or refuses
     */
    <T> T ask(String what, Function<KubernetesClient, T> work);
}

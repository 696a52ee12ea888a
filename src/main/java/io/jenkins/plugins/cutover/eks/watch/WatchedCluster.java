package io.jenkins.plugins.cutover.eks.watch;

import io.fabric8.kubernetes.client.KubernetesClient;

/** Opens clients of one cluster with one service's credential. Each method may take seconds. */
public interface WatchedCluster {
    /**
     * Identifies the credential without revealing it: watches are shared only by services whose credentials are the same.
     *
     * @throws RuntimeException when the credential is missing
     */
    String credential();

    /**
     * A client with a token that is valid now. The caller closes it.
     *
     * @throws RuntimeException when there is none
     */
    KubernetesClient open();

    /** The server refused the client's token. */
    void refused(KubernetesClient client);
}

package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The service on Kubernetes.
 *
 * @param access how the cluster is reached
 * @param namespace exists already
 * @param deployment the name of the Deployment or StatefulSet; the service's name by default
 * @param port the container port that the pods answer on, 1 to 65,535
 * @param manifests a YAML file or folder; empty when {@code fromMarathon}
 * @param fromMarathon whether the manifests are translated from the live Marathon app
 * @param acceptLosses the field paths of the translation's blockers that were accepted
 * @param image put into the workload's first container when not empty
 * @param replicas put into the workload; 0 leaves what the manifests say
 * @param timeout how long a rollout may take
 * @param addresses where HAProxy reaches the service when not at its pods: nodes with a NodePort, or a load balancer's
 *     name; empty for the pods' own addresses, which are followed
 * @param smoke the request that every pod must answer before it gets traffic; null for health checks only
 */
public record EksSpec(
        Access access,
        String namespace,
        String deployment,
        int port,
        String manifests,
        boolean fromMarathon,
        List<String> acceptLosses,
        String image,
        int replicas,
        Duration timeout,
        List<Endpoint> addresses,
        SmokeSpec smoke)
        implements Serializable {
    public EksSpec {
        acceptLosses = List.copyOf(acceptLosses);
        addresses = addresses == null ? List.of() : List.copyOf(addresses); // older records have none
    }

    /** The addresses that HAProxy must know while these pods serve. */
    public List<Endpoint> reached(List<Endpoint> pods) {
        return addresses.isEmpty() ? pods : addresses;
    }

    /**
     * @param server the API server's address, or {@code eks://REGION/CLUSTER?role=ARN} or
     *     {@code eks://REGION/stack/STACK?role=ARN} for AWS to say where it is; null when a kubeconfig says it
     * @param kubeconfig path of a kubeconfig file, or {@code in-cluster} for the service account of the pod that this
     *     runs in; empty when {@code server} is given
     * @param context the context in it; empty for its current one
     * @param ca path of a PEM file with the API server's CA; empty for the system's
     * @param credential name of the secret that holds a bearer token, a whole kubeconfig or AWS keys; empty for none
     * @param trustAnyCertificate switches TLS verification off
     */
    public record Access(
            URI server, String kubeconfig, String context, String ca, String credential, boolean trustAnyCertificate)
            implements Serializable {
        /** Begins the name of a secret that is the kubeconfig of a cloud of Jenkins's kubernetes plugin. */
        public static final String CLOUD = "kubernetes-cloud:";
    }
}

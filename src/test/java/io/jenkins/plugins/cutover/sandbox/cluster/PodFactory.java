package io.jenkins.plugins.cutover.sandbox.cluster;

/** Makes the real server behind a pod. */
@FunctionalInterface
public interface PodFactory {
    /**
     * @param deployment whose pod it is
     * @param pod its name
     * @param image of its first container
     * @param host the pod's own address, on the loopback network
     * @param port the first container's first port
     * @return the running server; closed when the pod ends or crashes. Connections must be refused after close
     * @throws Exception when it cannot start; a {@link java.net.BindException} makes the kubelet take another address
     */
    AutoCloseable start(String deployment, String pod, String image, String host, int port) throws Exception;
}

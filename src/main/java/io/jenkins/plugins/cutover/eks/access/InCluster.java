package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The service account of this pod. Its token is read from the file each time, since the kubelet renews it. */
public final class InCluster {
    private static final URI MOUNT = URI.create("file:///var/run/secrets/kubernetes.io/serviceaccount");

    private InCluster() {}

    /** @throws InvalidInputException outside a pod */
    public static Config config() {
        return config(Path.of(MOUNT), "https://kubernetes.default.svc");
    }

    /** @param mount the folder with the token and the CA */
    public static Config config(Path mount, String server) {
        try {
            return new ConfigBuilder(Config.empty())
                    .withMasterUrl(server)
                    .withCaCertFile(mount.resolve("ca.crt").toString())
                    .withOauthToken(Files.readString(mount.resolve("token")).trim())
                    .build();
        } catch (IOException e) {
            throw new InvalidInputException(
                    "eks.kubeconfig: \"in-cluster\" needs a pod with a service account; " + mount + " cannot be read");
        }
    }
}

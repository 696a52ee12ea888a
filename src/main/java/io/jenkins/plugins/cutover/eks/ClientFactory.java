package io.jenkins.plugins.cutover.eks;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Makes a client of exactly what the spec says: fabric8's own search of the environment (KUBECONFIG, ~/.kube, a service
 * account) is off, since on a controller it would find somebody else's cluster.
 */
final class ClientFactory {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private ClientFactory() {}

    /** @throws InvalidInputException naming the credential, file or field that cannot be used */
    static KubernetesClient open(EksSpec.Access access, Secrets secrets) {
        String secret = secret(access, secrets);
        Config base = config(access, secret);
        Config config = new ConfigBuilder(base)
                .withTrustCerts(access.trustAnyCertificate())
                .withDisableHostnameVerification(access.trustAnyCertificate())
                .withConnectionTimeout((int) CONNECT_TIMEOUT.toMillis())
                .withRequestTimeout((int) REQUEST_TIMEOUT.toMillis())
                .withRequestRetryBackoffLimit(0) // the caller polls; a retry in here would hide its deadline
                .build();
        try {
            return new KubernetesClientBuilder().withConfig(config).build();
        } catch (KubernetesClientException e) {
            throw new InvalidInputException("eks: " + ApiErrors.oneLine(e.getMessage()));
        }
    }

    private static Config config(EksSpec.Access access, String secret) {
        if (!blank(access.kubeconfig())) {
            return Kubeconfigs.read(Path.of(access.kubeconfig()), access.context(), secret);
        }
        if (access.server() == null) {
            if (Kubeconfigs.looksLikeOne(secret)) {
                return Kubeconfigs.parse("credential " + access.credential(), secret, access.context());
            }
            throw new InvalidInputException(
                    "eks: no cluster: give eks.server, eks.kubeconfig or a credential that holds a kubeconfig");
        }
        ConfigBuilder config = new ConfigBuilder(Config.empty())
                .withMasterUrl(access.server().toString())
                .withOauthToken(secret.isEmpty() ? null : secret);
        if (!blank(access.ca())) {
            config.withCaCertFile(readable("eks.ca", access.ca()));
        }
        return config.build();
    }

    private static String secret(EksSpec.Access access, Secrets secrets) {
        if (blank(access.credential())) {
            return "";
        }
        return secrets.find(access.credential())
                .orElseThrow(() -> new InvalidInputException(
                        "eks.credential: there is no credential \"" + access.credential() + "\""))
                .trim();
    }

    static String readable(String field, String file) {
        if (!Files.isReadable(Path.of(file))) {
            throw new InvalidInputException(field + ": \"" + file + "\" cannot be read");
        }
        return file;
    }

    static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}

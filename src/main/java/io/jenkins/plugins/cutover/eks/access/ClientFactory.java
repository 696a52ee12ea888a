package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.cutover.eks.aws.EksAccess;
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
public final class ClientFactory {
    /** Instead of a kubeconfig's path: the service account of the pod that this runs in. */
    static final String IN_CLUSTER = "in-cluster";

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    /** Shared: what a mapper learns of the model's classes costs more than all else in opening a client. */
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private final EksAccess aws;

    public ClientFactory(EksAccess aws) {
        this.aws = aws;
    }

    /** @throws InvalidInputException naming the credential, file or field that cannot be used */
    public KubernetesClient open(EksSpec.Access access, Secrets secrets) {
        Config config = new ConfigBuilder(config(access, secret(access, secrets)))
                .withTrustCerts(access.trustAnyCertificate())
                .withDisableHostnameVerification(access.trustAnyCertificate())
                .withConnectionTimeout((int) CONNECT_TIMEOUT.toMillis())
                .withRequestTimeout((int) REQUEST_TIMEOUT.toMillis())
                .withRequestRetryBackoffLimit(0) // the caller polls; a retry in here would hide its deadline
                .build();
        try {
            return new KubernetesClientBuilder()
                    .withConfig(config)
                    .withKubernetesSerialization(JSON)
                    .build();
        } catch (KubernetesClientException e) {
            throw new InvalidInputException("eks: " + ApiErrors.oneLine(e.getMessage()));
        }
    }

    private Config config(EksSpec.Access access, String secret) {
        if (IN_CLUSTER.equals(access.kubeconfig())) {
            return InCluster.config();
        }
        if (!blank(access.kubeconfig())) {
            return new Kubeconfigs(aws, access.credential(), secret)
                    .read(Path.of(access.kubeconfig()), access.context());
        }
        if (access.server() == null) {
            if (Kubeconfigs.looksLikeOne(secret)) {
                return new Kubeconfigs(aws, "", "")
                        .parse("credential " + access.credential(), secret, access.context());
            }
            throw new InvalidInputException(
                    "eks: no cluster: give eks.server, eks.kubeconfig or a credential that holds a kubeconfig");
        }
        if ("eks".equals(access.server().getScheme())) {
            return amazon(access, secret);
        }
        ConfigBuilder config = new ConfigBuilder(Config.empty())
                .withMasterUrl(access.server().toString())
                .withOauthToken(secret.isEmpty() ? null : secret);
        if (!blank(access.ca())) {
            config.withCaCertFile(readable("eks.ca", access.ca()));
        }
        return config.build();
    }

    /** {@code eks://REGION/CLUSTER?role=ARN}: AWS says where it is, and signs the token. */
    private Config amazon(EksSpec.Access access, String secret) {
        String query = access.server().getQuery() == null ? "" : access.server().getQuery();
        EksAccess.Request request = new EksAccess.Request(
                access.server().getHost(),
                access.server().getPath().substring(1),
                query.startsWith("role=") ? query.substring("role=".length()) : "",
                secret,
                access.credential());
        EksAccess.Cluster cluster = aws.cluster(request);
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(cluster.endpoint().toString())
                .withCaCertData(cluster.ca())
                .withOauthToken(aws.token(request))
                .build();
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

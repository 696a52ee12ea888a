package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.cutover.aws.AwsIdentity;
import io.jenkins.plugins.cutover.aws.EksCluster;
import io.jenkins.plugins.cutover.aws.EksClusters;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Secrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Creates a client from the spec alone. fabric8's own search of the environment (KUBECONFIG, ~/.kube, a service account)
 * is off, since on a controller it would find another team's cluster.
 */
public final class ClientFactory {
    /** Stands in for a kubeconfig's path: use the service account of this pod. */
    static final String IN_CLUSTER = "in-cluster";

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    /** Shared: building the mapper's view of the model classes is the most expensive part of opening a client. */
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private final EksClusters aws;

    public ClientFactory(EksClusters aws) {
        this.aws = aws;
    }

    /**
     * The caller closes the client.
     *
     * @throws InvalidInputException naming the credential, file or field that cannot be used
     */
    public KubernetesClient open(EksSpec.Access access, Secrets secrets) {
        Config config = new ConfigBuilder(config(access, secret(access, secrets)))
                .withTrustCerts(access.trustAnyCertificate())
                .withDisableHostnameVerification(access.trustAnyCertificate())
                .withConnectionTimeout((int) CONNECT_TIMEOUT.toMillis())
                .withRequestTimeout((int) REQUEST_TIMEOUT.toMillis())
                .withRequestRetryBackoffLimit(0) // the caller polls; a retry here would ignore its deadline
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

    /**
     * Identifies the credential without revealing it.
     *
     * @throws InvalidInputException when there is no such credential
     */
    public static String fingerprint(EksSpec.Access access, Secrets secrets) {
        try {
            byte[] secret = secret(access, secrets).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** The server refused this client's token with 401: the next client gets a new one. */
    public void refused(KubernetesClient client) {
        String token = client.getConfiguration().getOauthToken();
        if (token != null) {
            aws.refused(token);
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
            if (Kubeconfigs.looksLikeKubeconfig(secret)) {
                return new Kubeconfigs(aws, "", "")
                        .parse("credential " + access.credential(), secret, access.context());
            }
            throw new InvalidInputException(
                    "eks: no cluster: give eks.server, eks.kubeconfig or a credential that holds a kubeconfig");
        }
        if ("eks".equals(access.server().getScheme())) {
            return eksCluster(access, secret);
        }
        ConfigBuilder config = new ConfigBuilder(Config.empty())
                .withMasterUrl(access.server().toString())
                .withOauthToken(secret.isEmpty() ? null : secret);
        if (!blank(access.ca())) {
            config.withCaCertFile(readable("eks.ca", access.ca()));
        }
        return config.build();
    }

    /** {@code eks://REGION/CLUSTER?role=ARN}: AWS gives the address, and the token is signed with AWS keys. */
    private Config eksCluster(EksSpec.Access access, String secret) {
        EksCluster cluster = new EksCluster(
                access.server().getHost(),
                access.server().getPath().substring(1),
                AwsIdentity.of(access.credential(), secret, parameter(access, "role"))
                        .withExternalId(parameter(access, "externalId")));
        EksClusters.Found found = aws.find(cluster);
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(found.endpoint().toString())
                .withCaCertData(found.ca())
                .withOauthToken(aws.token(cluster))
                .build();
    }

    /** A parameter of the address's query; role ARNs and external ids need no escapes but {@code %26}. */
    private static String parameter(EksSpec.Access access, String name) {
        String query =
                access.server().getRawQuery() == null ? "" : access.server().getRawQuery();
        return Arrays.stream(query.split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(
                        pair.substring(name.length() + 1).replace("+", "%2B"), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
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

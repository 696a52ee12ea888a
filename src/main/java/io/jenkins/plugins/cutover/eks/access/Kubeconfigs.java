package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.cutover.aws.AwsKeys;
import io.jenkins.plugins.cutover.aws.EksCluster;
import io.jenkins.plugins.cutover.aws.EksClusters;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Creates a client's configuration from a kubeconfig. Programs that a kubeconfig names are never run, since on a
 * controller they would run as the controller. The token commands of EKS kubeconfigs are recognised instead, see
 * {@link EksExec}.
 */
final class Kubeconfigs {
    private final EksClusters aws;
    private final String secretName;
    private final String secret;

    /** @param secret replaces the file's credential when not empty: a token, or AWS keys for an EKS cluster */
    Kubeconfigs(EksClusters aws, String secretName, String secret) {
        this.aws = aws;
        this.secretName = secretName;
        this.secret = secret;
    }

    static boolean looksLikeKubeconfig(String secret) {
        return secret.contains("clusters:") || secret.contains("\"clusters\"");
    }

    /** @param context empty for the file's current one */
    io.fabric8.kubernetes.client.Config read(Path path, String context) {
        String name = "eks.kubeconfig: \"" + path + "\"";
        try {
            KubeconfigFile file = new KubeconfigFile(name, path.toAbsolutePath().getParent(), Files.readString(path));
            return config(file, context);
        } catch (IOException e) {
            throw new InvalidInputException(name + " cannot be read");
        }
    }

    io.fabric8.kubernetes.client.Config parse(String name, String text, String context) {
        return config(new KubeconfigFile(name, null, text), context);
    }

    private io.fabric8.kubernetes.client.Config config(KubeconfigFile file, String contextName) {
        Context context = file.context(contextName);
        ConfigBuilder config = new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty());
        putCluster(file, config, file.cluster(context.getCluster()));
        if (secret.isEmpty() || AwsKeys.matches(secret)) {
            putUser(file, config, file.user(context.getUser()));
        } else {
            config.withOauthToken(secret);
        }
        return config.build();
    }

    private static void putCluster(KubeconfigFile file, ConfigBuilder config, Cluster cluster) {
        if (Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify())) {
            throw file.fault("insecure-skip-tls-verify of a kubeconfig is ignored; set eks.trustAnyCertificate");
        }
        if (cluster.getTlsServerName() != null) {
            throw file.fault("tls-server-name is not supported; use the host name that the server's certificate has");
        }
        config.withMasterUrl(cluster.getServer())
                .withCaCertFile(file.path(cluster.getCertificateAuthority()))
                .withCaCertData(cluster.getCertificateAuthorityData())
                .withHttpsProxy(cluster.getProxyUrl());
    }

    private void putUser(KubeconfigFile file, ConfigBuilder config, AuthInfo user) {
        Optional<EksCluster> eks = EksExec.cluster(file, user.getExec(), secret, secretName);
        if (eks.isPresent()) {
            config.withOauthToken(aws.token(eks.get()));
            return;
        }
        if (user.getExec() != null || user.getAuthProvider() != null) {
            throw file.fault("its user gets a token from a program ("
                    + (user.getExec() == null ? "auth-provider" : user.getExec().getCommand())
                    + "), which is not run; give the token as eks.credential");
        }
        config.withOauthToken(file.token(user))
                .withUsername(user.getUsername())
                .withPassword(user.getPassword())
                .withClientCertFile(file.path(user.getClientCertificate()))
                .withClientCertData(user.getClientCertificateData())
                .withClientKeyFile(file.path(user.getClientKey()))
                .withClientKeyData(user.getClientKeyData());
        String algorithm = io.fabric8.kubernetes.client.Config.getKeyAlgorithm(
                file.path(user.getClientKey()), user.getClientKeyData());
        if (algorithm != null) {
            config.withClientKeyAlgo(algorithm);
        }
    }
}

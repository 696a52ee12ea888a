package io.jenkins.plugins.cutover.eks;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Reads a kubeconfig. Strict where fabric8's own reader is not: a context that is not there is an error, not a reason
 * to take another one. Nothing that a kubeconfig names is executed: on a controller that would run as the controller.
 */
final class Kubeconfigs {
    private final String name;
    private final Path folder;
    private final Config file;

    private Kubeconfigs(String name, Path folder, String text) {
        this.name = name;
        this.folder = folder;
        try {
            this.file = Serialization.unmarshal(text, Config.class);
        } catch (RuntimeException e) {
            // Its message may quote the text, and with it a token.
            throw new InvalidInputException(name + ": not a kubeconfig");
        }
        if (file == null || file.getClusters() == null || file.getClusters().isEmpty()) {
            throw new InvalidInputException(name + ": not a kubeconfig: it has no clusters");
        }
    }

    static boolean looksLikeOne(String secret) {
        return secret.contains("clusters:") || secret.contains("\"clusters\"");
    }

    /** @param token used instead of the file's credential when not empty */
    static io.fabric8.kubernetes.client.Config read(Path path, String context, String token) {
        String name = "eks.kubeconfig: \"" + path + "\"";
        try {
            Path folder = path.toAbsolutePath().getParent();
            return new Kubeconfigs(name, folder, Files.readString(path)).config(context, token);
        } catch (IOException e) {
            throw new InvalidInputException(name + " cannot be read");
        }
    }

    static io.fabric8.kubernetes.client.Config parse(String name, String text, String context) {
        return new Kubeconfigs(name, null, text).config(context, "");
    }

    private io.fabric8.kubernetes.client.Config config(String wanted, String token) {
        Context context = context(wanted);
        ConfigBuilder config = new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty());
        putCluster(config, cluster(context.getCluster()));
        if (token.isEmpty()) {
            putUser(config, user(context.getUser()));
        } else {
            config.withOauthToken(token);
        }
        return config.build();
    }

    private Context context(String wanted) {
        List<NamedContext> contexts = Objects.requireNonNullElse(file.getContexts(), List.of());
        String chosen = ClientFactory.blank(wanted) ? file.getCurrentContext() : wanted;
        return contexts.stream()
                .filter(context -> Objects.equals(context.getName(), chosen))
                .findFirst()
                .map(NamedContext::getContext)
                .orElseThrow(() -> new InvalidInputException(name + ": there is no context \"" + chosen
                        + "\"; it has "
                        + String.join(
                                ", ",
                                contexts.stream().map(NamedContext::getName).toList())));
    }

    private Cluster cluster(String wanted) {
        return file.getClusters().stream()
                .filter(cluster -> Objects.equals(cluster.getName(), wanted))
                .findFirst()
                .map(NamedCluster::getCluster)
                .orElseThrow(() -> new InvalidInputException(name + ": there is no cluster \"" + wanted + "\""));
    }

    private AuthInfo user(String wanted) {
        return Objects.requireNonNullElse(file.getUsers(), List.<NamedAuthInfo>of()).stream()
                .filter(user -> Objects.equals(user.getName(), wanted))
                .findFirst()
                .map(NamedAuthInfo::getUser)
                .orElseThrow(() -> new InvalidInputException(name + ": there is no user \"" + wanted + "\""));
    }

    private void putCluster(ConfigBuilder config, Cluster cluster) {
        if (Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify())) {
            throw new InvalidInputException(
                    name + ": insecure-skip-tls-verify is not taken from a kubeconfig; set eks.trustAnyCertificate");
        }
        if (cluster.getTlsServerName() != null) {
            throw new InvalidInputException(
                    name + ": tls-server-name is not supported; name the server as its " + "certificate does");
        }
        config.withMasterUrl(cluster.getServer())
                .withCaCertFile(path(cluster.getCertificateAuthority()))
                .withCaCertData(cluster.getCertificateAuthorityData())
                .withHttpsProxy(cluster.getProxyUrl());
    }

    private void putUser(ConfigBuilder config, AuthInfo user) {
        if (user.getExec() != null || user.getAuthProvider() != null) {
            throw new InvalidInputException(name + ": its user takes a token from a program ("
                    + (user.getExec() == null ? "auth-provider" : user.getExec().getCommand())
                    + "), which is not run; give the token by eks.credential");
        }
        config.withOauthToken(token(user))
                .withUsername(user.getUsername())
                .withPassword(user.getPassword())
                .withClientCertFile(path(user.getClientCertificate()))
                .withClientCertData(user.getClientCertificateData())
                .withClientKeyFile(path(user.getClientKey()))
                .withClientKeyData(user.getClientKeyData());
        String algorithm =
                io.fabric8.kubernetes.client.Config.getKeyAlgorithm(path(user.getClientKey()), user.getClientKeyData());
        if (algorithm != null) {
            config.withClientKeyAlgo(algorithm);
        }
    }

    private String token(AuthInfo user) {
        if (user.getToken() != null || user.getTokenFile() == null) {
            return user.getToken();
        }
        try {
            return Files.readString(Path.of(path(user.getTokenFile()))).trim();
        } catch (IOException e) {
            throw new InvalidInputException(name + ": the token file \"" + user.getTokenFile() + "\" cannot be read");
        }
    }

    private String path(String file) {
        if (file == null || file.isEmpty()) {
            return null;
        }
        if (folder == null && !Path.of(file).isAbsolute()) {
            throw new InvalidInputException(name + ": the relative path \"" + file + "\" leads nowhere");
        }
        return folder == null ? file : folder.resolve(file).toString();
    }
}

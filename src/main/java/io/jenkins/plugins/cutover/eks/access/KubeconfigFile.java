package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The entries of a kubeconfig. Unlike fabric8's own reader, it treats a missing context as an error and never uses another
 * one instead.
 */
final class KubeconfigFile {
    private final String name;
    private final Path folder;
    private final Config file;

    /**
     * @param name names the file in messages
     * @param folder the folder of relative paths; null when the text is not from a file
     */
    KubeconfigFile(String name, Path folder, String text) {
        this.name = name;
        this.folder = folder;
        try {
            this.file = Serialization.unmarshal(text, Config.class);
        } catch (RuntimeException e) {
            throw fault("not a kubeconfig"); // without its message, which may quote a token
        }
        if (file == null || file.getClusters() == null || file.getClusters().isEmpty()) {
            throw fault("not a kubeconfig: it has no clusters");
        }
    }

    InvalidInputException fault(String problem) {
        return new InvalidInputException(name + ": " + problem);
    }

    Context context(String contextName) {
        List<NamedContext> contexts = Objects.requireNonNullElse(file.getContexts(), List.of());
        String chosen = ClientFactory.blank(contextName) ? file.getCurrentContext() : contextName;
        return contexts.stream()
                .filter(context -> Objects.equals(context.getName(), chosen))
                .findFirst()
                .map(NamedContext::getContext)
                .orElseThrow(() -> fault("there is no context \"" + chosen + "\"; it has "
                        + String.join(
                                ", ",
                                contexts.stream().map(NamedContext::getName).toList())));
    }

    Cluster cluster(String clusterName) {
        return file.getClusters().stream()
                .filter(cluster -> Objects.equals(cluster.getName(), clusterName))
                .findFirst()
                .map(NamedCluster::getCluster)
                .orElseThrow(() -> fault("there is no cluster \"" + clusterName + "\""));
    }

    AuthInfo user(String userName) {
        return Objects.requireNonNullElse(file.getUsers(), List.<NamedAuthInfo>of()).stream()
                .filter(user -> Objects.equals(user.getName(), userName))
                .findFirst()
                .map(NamedAuthInfo::getUser)
                .orElseThrow(() -> fault("there is no user \"" + userName + "\""));
    }

    String token(AuthInfo user) {
        if (user.getToken() != null || user.getTokenFile() == null) {
            return user.getToken();
        }
        try {
            return Files.readString(Path.of(path(user.getTokenFile()))).trim();
        } catch (IOException e) {
            throw fault("the token file \"" + user.getTokenFile() + "\" cannot be read");
        }
    }

    /** @return the absolute path of a file that it names; null for none */
    String path(String path) {
        if (path == null || path.isEmpty()) {
            return null;
        }
        if (folder == null && !Path.of(path).isAbsolute()) {
            throw fault("the relative path \"" + path + "\" has no folder to start from; use an absolute path");
        }
        return folder == null ? path : folder.resolve(path).toString();
    }
}

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
 * The entries of a kubeconfig. Strict where fabric8's own reader is not: a context that is not there is an error, not a
 * reason to take another one.
 */
final class KubeconfigFile {
    private final String name;
    private final Path folder;
    private final Config file;

    /**
     * @param name what to call it in an error
     * @param folder where relative paths in it start; null when it is no file
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

    InvalidInputException fault(String said) {
        return new InvalidInputException(name + ": " + said);
    }

    Context context(String wanted) {
        List<NamedContext> contexts = Objects.requireNonNullElse(file.getContexts(), List.of());
        String chosen = ClientFactory.blank(wanted) ? file.getCurrentContext() : wanted;
        return contexts.stream()
                .filter(context -> Objects.equals(context.getName(), chosen))
                .findFirst()
                .map(NamedContext::getContext)
                .orElseThrow(() -> fault("there is no context \"" + chosen + "\"; it has "
                        + String.join(
                                ", ",
                                contexts.stream().map(NamedContext::getName).toList())));
    }

    Cluster cluster(String wanted) {
        return file.getClusters().stream()
                .filter(cluster -> Objects.equals(cluster.getName(), wanted))
                .findFirst()
                .map(NamedCluster::getCluster)
                .orElseThrow(() -> fault("there is no cluster \"" + wanted + "\""));
    }

    AuthInfo user(String wanted) {
        return Objects.requireNonNullElse(file.getUsers(), List.<NamedAuthInfo>of()).stream()
                .filter(user -> Objects.equals(user.getName(), wanted))
                .findFirst()
                .map(NamedAuthInfo::getUser)
                .orElseThrow(() -> fault("there is no user \"" + wanted + "\""));
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

    /** @return where a file that it names is; null for none */
    String path(String named) {
        if (named == null || named.isEmpty()) {
            return null;
        }
        if (folder == null && !Path.of(named).isAbsolute()) {
            throw fault("the relative path \"" + named + "\" leads nowhere");
        }
        return folder == null ? named : folder.resolve(named).toString();
    }
}

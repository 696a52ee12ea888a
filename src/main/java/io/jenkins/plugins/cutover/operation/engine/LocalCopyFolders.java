package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.JournalAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folders of this machine with copies of journals in clusters. Each cluster has its own folder: two clusters may have
 * a namespace and a service of the same name, and a copy from one must never roll back a service of the other.
 */
final class LocalCopyFolders {
    private static final System.Logger LOG = System.getLogger(LocalCopyFolders.class.getName());
    private static final Pattern CURRENT = Pattern.compile("(?m)^\"?current-context\"?:\\s*\"?([^\\s\"]+)");

    private LocalCopyFolders() {}

    static Path of(Path copies, JournalAddress.Namespace address) {
        String key = UUID.nameUUIDFromBytes(cluster(address.access()).getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
        Path folder = copies.resolve(address.namespace() + "-" + key);
        Path before = copies.resolve(address.namespace());
        if (Files.isDirectory(before) && !Files.exists(folder)) {
            return moved(before, folder);
        }
        return folder;
    }

    /** Older versions had one folder for each namespace name. A cutover may be under way during the upgrade. */
    private static Path moved(Path before, Path folder) {
        try {
            return Files.move(before, folder);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the copies in {0} cannot be moved to {1}: {2}", before, folder, e);
            return before;
        }
    }

    /** By what does not change during a cutover, so not by the role or the credential. */
    private static String cluster(EksSpec.Access access) {
        if (access.server() != null) {
            URI server = access.server();
            return server.getScheme() + "://" + server.getAuthority() + server.getPath();
        }
        return access.kubeconfig().isEmpty()
                ? access.credential() + " " + access.context()
                : access.kubeconfig() + " " + context(access);
    }

    private static String context(EksSpec.Access access) {
        if (!access.context().isEmpty()) {
            return access.context();
        }
        try {
            Matcher current = CURRENT.matcher(Files.readString(Path.of(access.kubeconfig())));
            return current.find() ? current.group(1) : "";
        } catch (IOException | RuntimeException e) {
            return ""; // reported when it is opened
        }
    }
}

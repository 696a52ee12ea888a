package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.HashSet;
import java.util.Set;

/** Host paths, persistent and external volumes, secrets as files. */
final class Volumes {
    private Volumes() {}

    static void apply(Draft draft) {
        Field volumes = draft.app.at("container", "volumes");
        Set<String> persistent = new HashSet<>();
        for (Field volume : volumes.items()) {
            if (volume.at("persistent").present()) {
                persistent.add(volume.at("containerPath").node().asText());
            }
        }
        for (Field volume : volumes.items()) {
            translate(draft, volume, persistent);
        }
    }

    private static void translate(Draft draft, Field volume, Set<String> persistent) {
        boolean readOnly = volume.at("mode").text("RW").equals("RO");
        Field hostPath = volume.at("hostPath");
        if (volume.at("secret").present()) {
            SecretRefs.volume(draft, volume);
        } else if (volume.at("persistent").present()) {
            Storage.persistent(draft, volume, aliased(draft, volume), readOnly);
        } else if (volume.at("external").present()) {
            Storage.external(draft, volume, readOnly);
        } else if (!hostPath.present()) {
            String path = inContainer(volume.at("containerPath").text(""));
            emptyDir(draft, path, path, readOnly);
        } else if (hostPath.node().asText().startsWith("/")) {
            hostPath(
                    draft,
                    hostPath,
                    hostPath.text(""),
                    inContainer(volume.at("containerPath").text("")),
                    readOnly);
        } else if (persistent.contains(hostPath.node().asText())) {
            Storage.mount(
                    draft,
                    hostPath.text(""),
                    inContainer(volume.at("containerPath").text("")),
                    readOnly);
        } else {
            String path = hostPath.text("");
            hostPath.info("an emptyDir: a directory of the task's own, gone with the pod as with the task");
            emptyDir(draft, path, inContainer(volume.at("containerPath").text("")), readOnly);
        }
    }

    /** A persistent volume often has a relative path, and another volume mounts it at its real path. */
    private static boolean aliased(Draft draft, Field volume) {
        String name = volume.at("containerPath").node().asText();
        return draft.app.at("container", "volumes").items().stream()
                .anyMatch(v -> v.at("hostPath").node().asText().equals(name));
    }

    static void hostPath(Draft draft, Field field, String path, String containerPath, boolean readOnly) {
        if (path.endsWith("docker.sock")) {
            field.blocker("kept, but the nodes of EKS run containerd: there is no Docker to talk to");
        } else {
            field.review("kept: the node's own " + path + ", which must hold what the agents' did");
        }
        String name = add(draft, path, containerPath, readOnly);
        draft.volumes.add(
                new VolumeBuilder().withName(name).withNewHostPath(path, "").build());
    }

    static void emptyDir(Draft draft, String wanted, String containerPath, boolean readOnly) {
        String name = add(draft, wanted, containerPath, readOnly);
        draft.volumes.add(new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .endEmptyDir()
                .build());
    }

    /** Mounts a volume that the caller adds later. @return the name for it */
    static String add(Draft draft, String wanted, String containerPath, boolean readOnly) {
        String base = KubernetesNames.ofId(wanted, 55);
        String name = base;
        for (int i = 1; taken(draft, name); i++) {
            name = base + "-" + i;
        }
        mount(draft, name, containerPath, readOnly);
        return name;
    }

    private static boolean taken(Draft draft, String name) {
        return draft.mounts.stream().anyMatch(m -> m.getName().equals(name));
    }

    static void mount(Draft draft, String name, String containerPath, boolean readOnly) {
        VolumeMountBuilder mount = new VolumeMountBuilder().withName(name).withMountPath(containerPath);
        if (readOnly) {
            mount.withReadOnly(true);
        }
        draft.mounts.removeIf(m -> m.getMountPath().equals(containerPath));
        draft.mounts.add(mount.build());
    }

    /** Relative paths are below the task's sandbox. */
    static String inContainer(String path) {
        return path.startsWith("/") ? path : Draft.SANDBOX + "/" + path;
    }
}

package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The image and the command in it. */
final class Image {
    /** Registries that every node can pull from without a login. */
    private static final Pattern PUBLIC = Pattern.compile(
            "(docker\\.io|index\\.docker\\.io|registry\\.hub\\.docker\\.com|quay\\.io|gcr\\.io|ghcr\\.io"
                    + "|public\\.ecr\\.aws|registry\\.k8s\\.io|k8s\\.gcr\\.io|mcr\\.microsoft\\.com)/.*");

    private Image() {}

    static void apply(Draft draft) {
        Field docker = draft.app.at("container", "docker");
        String image = image(draft, docker.at("image"));
        boolean always = docker.at("forcePullImage").flag(false);
        draft.container.withImage(image).withImagePullPolicy(always ? "Always" : "IfNotPresent");
        type(draft.app.at("container", "type"));
        command(draft);
        Field privileged = docker.at("privileged");
        if (privileged.flag(false)) {
            privileged.review("kept; the namespace's pod security level must allow it");
            draft.container.editOrNewSecurityContext().withPrivileged(true).endSecurityContext();
        }
        pullSecret(draft, docker.at("pullConfig"));
        DockerParameters.apply(draft, docker.at("parameters"));
        if (draft.app.at("tty").flag(false)) {
            draft.container.withTty(true);
        }
    }

    private static String image(Draft draft, Field field) {
        String given = draft.settings.image();
        if (!given.isEmpty()) {
            if (field.present()) {
                field.info("replaced by " + given);
            }
            return given;
        }
        if (!field.present()) {
            field.blocker("build an image that holds the command and name it; until then the manifest says "
                    + missing(draft));
            return missing(draft);
        }
        String image = field.text("");
        if (image.contains("${") || image.contains("{{")) {
            field.blocker("the placeholder must be filled in");
        } else if (hasRegistry(image) && !PUBLIC.matcher(image).matches()) {
            field.review("the nodes must be able to pull from this registry");
        }
        return image;
    }

    private static String missing(Draft draft) {
        return "image-needed.invalid/" + draft.name;
    }

    /** The rule by which Docker distinguishes a registry from a user name. */
    private static boolean hasRegistry(String image) {
        String first = image.contains("/") ? image.substring(0, image.indexOf('/')) : "";
        return first.contains(".") || first.contains(":") || first.equals("localhost");
    }

    /** Both containerizers run the same image. */
    private static void type(Field type) {
        if (type.text("").equals("MESOS")) {
            type.info("run by the node's container runtime, like any image");
        }
        type.take();
    }

    private static void command(Draft draft) {
        Field cmd = draft.app.at("cmd");
        if (cmd.present()) {
            String text = cmd.text("");
            draft.container.withCommand("/bin/sh", "-c", MesosReferences.escape(text));
            if (SecretMasking.holdsSecret(text)) {
                cmd.review("written as it is, though it seems to hold a secret; the image must hold /bin/sh");
            } else {
                cmd.info("run by /bin/sh -c, which the image must hold");
            }
        }
        Field args = draft.app.at("args");
        if (args.present()) {
            List<String> escaped = new ArrayList<>();
            args.texts().forEach(a -> escaped.add(MesosReferences.escape(a)));
            draft.container.withArgs(escaped);
            if (escaped.stream().anyMatch(SecretMasking::holdsSecret)) {
                args.review("written as they are, though they seem to hold a secret");
            }
        }
    }

    private static void pullSecret(Draft draft, Field config) {
        Field secret = config.at("secret");
        if (secret.present()) {
            String name = KubernetesNames.ofId(secret.text(""), KubernetesNames.MAX);
            secret.blocker("the Secret " + name + " of type kubernetes.io/dockerconfigjson must be there");
            pullFrom(draft, name);
        }
    }

    static void pullFrom(Draft draft, String name) {
        LocalObjectReference reference = new LocalObjectReference(name);
        if (!draft.pullSecrets.contains(reference)) {
            draft.pullSecrets.add(reference);
        }
    }

    /** The arguments of a command line that no shell interprets. */
    static List<String> arguments(String line) {
        return Arrays.asList(line.strip().split("\\s+"));
    }
}

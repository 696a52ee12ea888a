package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;

/** DC/OS secrets, by reference: their values cannot be read from Marathon. */
final class SecretRefs {
    /** The key of the value in the Secret. */
    private static final String KEY = "value";

    private SecretRefs() {}

    static void apply(Draft draft) {
        draft.app.at("secrets").entries().forEach((name, secret) -> {
            Field source = secret.at("source");
            source.blocker(
                    "the Secret " + secretName(source.text(name)) + " must be there, with the value in its key " + KEY);
        });
    }

    static void env(Draft draft, String name, Field value) {
        Field reference = value.at("secret");
        if (!reference.present()) {
            value.review("left out: nothing known corresponds to it");
            return;
        }
        if (!KubernetesNames.isEnv(name)) {
            reference.review("left out: Kubernetes does not take \"" + name + "\" as a variable's name");
            return;
        }
        String secret = known(draft, reference);
        draft.env.put(
                name,
                new EnvVarBuilder()
                        .withName(name)
                        .withNewValueFrom()
                        .withNewSecretKeyRef(KEY, secret, null)
                        .endValueFrom()
                        .build());
    }

    static void volume(Draft draft, Field volume) {
        String path = Volumes.inContainer(volume.at("containerPath").text(""));
        String secret = known(draft, volume.at("secret"));
        String file = path.substring(path.lastIndexOf('/') + 1);
        String name = Volumes.add(draft, "secret-" + secret, path, true);
        draft.mounts.get(draft.mounts.size() - 1).setSubPath(file);
        draft.volumes.add(new VolumeBuilder()
                .withName(name)
                .withNewSecret()
                .withSecretName(secret)
                .withItems(new KeyToPathBuilder().withKey(KEY).withPath(file).build())
                .endSecret()
                .build());
    }

    /** The Secret's name for a name of the app's secrets. */
    private static String known(Draft draft, Field reference) {
        String name = reference.text("");
        Field source = draft.app.at("secrets", name, "source");
        if (!source.present()) {
            reference.blocker("the app's secrets do not hold \"" + name + "\"; the Secret " + secretName(name)
                    + " must be there");
            return secretName(name);
        }
        return secretName(source.node().asText());
    }

    private static String secretName(String source) {
        return KubernetesNames.ofId(source, KubernetesNames.MAX);
    }
}

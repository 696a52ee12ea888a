package io.jenkins.plugins.cutover.translation;

import java.util.Objects;

/**
 * What the app itself does not say.
 *
 * @param namespace of all manifests; empty leaves it to whoever applies them
 * @param name of a single app's manifests; empty makes one of the app's id
 * @param image used instead of the app's; empty for the app's own
 * @param maxReplicas above 0 asks for a HorizontalPodAutoscaler between the app's instances and this
 * @param cpuLimits whether {@code cpus} is a limit too, as it is where Mesos enforces CFS quotas (the default of DC/OS)
 */
public record TranslationSettings(String namespace, String name, String image, int maxReplicas, boolean cpuLimits) {
    public TranslationSettings {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        Objects.requireNonNull(image);
    }

    public static TranslationSettings in(String namespace) {
        return new TranslationSettings(namespace, "", "", 0, true);
    }

    public TranslationSettings withName(String newName) {
        return new TranslationSettings(namespace, newName, image, maxReplicas, cpuLimits);
    }

    public TranslationSettings withImage(String newImage) {
        return new TranslationSettings(namespace, name, newImage, maxReplicas, cpuLimits);
    }

    public TranslationSettings withMaxReplicas(int newMaxReplicas) {
        return new TranslationSettings(namespace, name, image, newMaxReplicas, cpuLimits);
    }

    public TranslationSettings withCpuLimits(boolean limits) {
        return new TranslationSettings(namespace, name, image, maxReplicas, limits);
    }
}

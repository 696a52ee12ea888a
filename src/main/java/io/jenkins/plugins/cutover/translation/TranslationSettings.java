package io.jenkins.plugins.cutover.translation;

import java.util.Objects;

/**
 * Settings that the app itself does not have.
 *
 * @param namespace of all manifests; empty: chosen when they are applied
 * @param name of a single app's manifests; empty: made from the id of the app
 * @param image used instead of the app's; empty for the app's own
 * @param maxReplicas above 0: a HorizontalPodAutoscaler between the app's instances and this number
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

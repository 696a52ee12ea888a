package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** Volumes that outlive a task. Their data stays on Mesos; each gets a loss that says so. */
final class Storage {
    private Storage() {}

    /** One claim for each pod of a StatefulSet, as Marathon makes one volume for each instance. */
    static void persistent(Draft draft, Field volume, boolean aliased, boolean readOnly) {
        Field persistent = volume.at("persistent");
        Field size = persistent.at("size");
        Field path = volume.at("containerPath");
        String name = KubernetesNames.ofId(path.text(""), 55);
        draft.claimTemplates.add(
                claim(name, Resources.quantity(size.number("1024"), 1024, "Ki")).build());
        path.blocker("a claim for each pod of a StatefulSet, " + size.node().asText()
                + " MiB; the data stays on Mesos and must be copied");
        Field type = persistent.at("type");
        if (!type.text("root").equals("root")) {
            type.review("left out: the cluster's default storage class defines the disk");
        }
        if (!aliased) {
            Volumes.mount(draft, name, Volumes.inContainer(path.node().asText()), readOnly);
        }
    }

    /** Mounts a claim that {@link #persistent} creates, earlier or later. */
    static void mount(Draft draft, String relative, String containerPath, boolean readOnly) {
        Volumes.mount(draft, KubernetesNames.ofId(relative, 55), containerPath, readOnly);
    }

    static void external(Draft draft, Field volume, boolean readOnly) {
        Field external = volume.at("external");
        String given = external.at("name").text("volume");
        String claimName = KubernetesNames.ofId(draft.name + "-" + given, KubernetesNames.MAX);
        Field size = external.at("size");
        Quantity quantity = Resources.quantity(size.number("1").multiply(BigDecimal.valueOf(1024)), 1024, "Ki");
        if (external.at("provider").text("").equals("csi")) {
            csi(draft, external, claimName, quantity);
        } else {
            draft.storage.add(named(draft, claim(claimName, quantity).build()));
            external.blocker("a new claim " + claimName + " of " + quantity
                    + " in the cluster's default storage class; the data stays on Mesos and must be copied");
        }
        if (draft.replicas > 1 && !readOnly) {
            external.at("provider").review("the claim can be mounted on one node at a time: the pods must share it");
        }
        String name = Volumes.add(
                draft, given, Volumes.inContainer(volume.at("containerPath").text("")), readOnly);
        draft.volumes.add(new VolumeBuilder()
                .withName(name)
                .withNewPersistentVolumeClaim(claimName, readOnly ? Boolean.TRUE : null)
                .build());
    }

    /** The same volume again, by its handle, where the same CSI driver serves Kubernetes too. */
    private static void csi(Draft draft, Field external, String claimName, Quantity size) {
        Field options = external.at("options");
        Map<String, String> context = new TreeMap<>();
        options.at("volumeContext").take().entries().forEach((k, v) -> context.put(k, v.text("")));
        String driver = options.at("pluginName").text("");
        draft.storage.add(new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(claimName)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withCapacity(Map.of("storage", size))
                .withPersistentVolumeReclaimPolicy("Retain")
                .withStorageClassName("")
                .withNewCsi()
                .withDriver(driver)
                .withVolumeHandle(external.at("name").node().asText())
                .withVolumeAttributes(context)
                .endCsi()
                .endSpec()
                .build());
        draft.storage.add(named(
                draft,
                claim(claimName, size)
                        .editSpec()
                        .withStorageClassName("")
                        .withVolumeName(claimName)
                        .endSpec()
                        .build()));
        external.blocker("a PersistentVolume by its handle: the driver " + driver
                + " must serve the cluster, and the volume be free of Mesos");
    }

    private static PersistentVolumeClaimBuilder claim(String name, Quantity size) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .withRequests(Map.of("storage", size))
                .endResources()
                .endSpec();
    }

    private static PersistentVolumeClaim named(Draft draft, PersistentVolumeClaim claim) {
        ManifestAssembler.own(draft, claim.getMetadata());
        return claim;
    }
}

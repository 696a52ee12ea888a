package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The translation of an app so far. Each part adds its results; {@link ManifestAssembler} builds the manifests from them. */
final class Draft {
    static final String DOMAIN = "phased-cutover.jenkins.io/";
    /** The folder where Mesos puts the files of a task; the pods keep it. */
    static final String SANDBOX = "/mnt/mesos/sandbox";

    final Field app;
    final FieldCoverage ledger;
    final TranslationSettings settings;
    final String id;
    final String name;
    final ContainerBuilder container = new ContainerBuilder();
    final PodSpecBuilder pod = new PodSpecBuilder();
    final Map<String, String> labels = new TreeMap<>();
    final Map<String, String> annotations = new TreeMap<>();
    final Map<String, String> podAnnotations = new TreeMap<>();
    final Map<String, EnvVar> env = new LinkedHashMap<>();
    /** Env values that look like secrets. */
    final Map<String, String> secretData = new TreeMap<>();
    /** Env values too long or with too many lines to be readable in place. */
    final Map<String, String> configData = new TreeMap<>();

    final List<Volume> volumes = new ArrayList<>();
    final List<VolumeMount> mounts = new ArrayList<>();
    final List<PersistentVolumeClaim> claimTemplates = new ArrayList<>();
    final List<LocalObjectReference> pullSecrets = new ArrayList<>();
    /** Persistent volumes and claims beside the workload. */
    final List<HasMetadata> storage = new ArrayList<>();

    final List<Route> routes = new ArrayList<>();
    List<AppPort> ports = List.of();
    int replicas = 1;

    Draft(Field app, FieldCoverage ledger, TranslationSettings settings, String id, String name) {
        this.app = app;
        this.ledger = ledger;
        this.settings = settings;
        this.id = id;
        this.name = name;
    }

    boolean stateful() {
        return !claimTemplates.isEmpty();
    }

    /** The labels that selectors use. */
    Map<String, String> selector() {
        return Map.of("app.kubernetes.io/name", name);
    }

    String secretName() {
        return name + "-env";
    }
}

package io.jenkins.plugins.cutover.eks.manifests;

import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects to apply, in order, each as it was written: nothing is defaulted, and a field that this program does not
 * know is kept. Immutable from outside.
 */
public final class Manifests {
    private static final TypeReference<LinkedHashMap<String, Object>> TREE = new TypeReference<>() {};

    public static final Manifests NONE = new Manifests(List.of());

    private final List<Map<String, Object>> objects;

    private Manifests(List<Map<String, Object>> objects) {
        this.objects = objects;
    }

    /**
     * A YAML or JSON file (several documents and {@code kind: List} are fine), or a folder: its {@code .yaml},
     * {@code .yml} and {@code .json} files by name, not its sub-folders.
     *
     * @throws InvalidInputException naming file and line of what is not YAML or not a Kubernetes object
     */
    public static Manifests read(Path fileOrFolder) {
        return new Manifests(ManifestReader.read(fileOrFolder));
    }

    /** @param name what to call the text in an error, for example a file's name */
    public static Manifests parse(String name, String yaml) {
        return new Manifests(ManifestReader.parse(name, yaml));
    }

    /** Objects made by a program. */
    public static Manifests of(Collection<? extends HasMetadata> objects) {
        List<Map<String, Object>> trees = new ArrayList<>();
        objects.forEach(object -> trees.add(copy(object)));
        return new Manifests(trees);
    }

    /**
     * Puts the spec in: its namespace on every namespaced object that names none, its image into the first container of
     * the Deployment or StatefulSet, its replicas.
     *
     * @throws InvalidInputException when there is neither of the spec's name (naming those that are there), or both, or an
     *     object names another namespace
     */
    public Manifests with(EksSpec spec) {
        return new Manifests(new ManifestOverrides(spec).on(copies()));
    }

    /** Puts the spec's namespace in, and nothing else. */
    public Manifests inNamespaceOf(EksSpec spec) {
        return new Manifests(new ManifestOverrides(spec).namespaceOn(copies()));
    }

    /** The objects, copied. */
    public List<GenericKubernetesResource> objects() {
        return objects.stream().map(Manifests::object).toList();
    }

    /** @return the names of the objects of a kind, in order */
    public List<String> names(String kind) {
        return objects.stream()
                .filter(tree -> kind.equals(tree.get("kind")))
                .map(tree -> Trees.text(tree, "metadata", "name"))
                .toList();
    }

    /** @return whether a workload of that name is a StatefulSet: its pods are replaced in place, not beside the old ones */
    public boolean stateful(String workload) {
        return kind(workload).filter(kind -> kind == WorkloadKind.STATEFUL_SET).isPresent();
    }

    /** @return what the workload is; empty when it is missing */
    public Optional<WorkloadKind> kind(String workload) {
        return workloads(workload).findFirst().flatMap(Manifests::kind);
    }

    public static Optional<WorkloadKind> kind(Map<String, Object> tree) {
        return Stream.of(WorkloadKind.values())
                .filter(kind -> kind.title.equals(tree.get("kind")))
                .findFirst();
    }

    /** The workload's tree, not to be changed; empty when it is missing. */
    public Optional<Map<String, Object>> workload(String name) {
        return workloads(name).findFirst();
    }

    /** @return replicas of the Deployment or StatefulSet; empty when it is missing or leaves them out */
    public Optional<Integer> replicas(String workload) {
        return workloads(workload)
                .map(tree -> Trees.at(tree, "spec", "replicas"))
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).intValue())
                .findFirst();
    }

    /** A copy with so many replicas of the workload. */
    public Manifests scaled(String workload, int replicas) {
        Manifests scaled = new Manifests(copies());
        scaled.workloads(workload).forEach(tree -> Trees.child(tree, "spec").put("replicas", replicas));
        return scaled;
    }

    /** @return the cores that a pod of the workload asks for, all its containers together; empty when one does not say */
    public Optional<Double> cpus(String workload) {
        return workloads(workload).findFirst().flatMap(tree -> new PodRequests(tree).cpus());
    }

    /**
     * What a workload asks the scheduler for.
     *
     * @param replicas of a Deployment or StatefulSet
     * @param cpus of each pod, in cores; empty when a container does not say
     * @param memoryBytes of each pod; empty when a container does not say
     */
    public record Asked(int replicas, Optional<Double> cpus, Optional<Double> memoryBytes) {}

    /** @return what the Deployments and StatefulSets of that name ask for */
    public Optional<Asked> asked(String workload) {
        return workloads(workload)
                .findFirst()
                .map(tree -> new Asked(
                        Trees.at(tree, "spec", "replicas") instanceof Number n ? n.intValue() : 1,
                        new PodRequests(tree).cpus(),
                        new PodRequests(tree).memory()));
    }

    private Stream<Map<String, Object>> workloads(String name) {
        return objects.stream()
                .filter(tree -> kind(tree).isPresent() && name.equals(Trees.text(tree, "metadata", "name")));
    }

    /** @return whether one of these objects is an autoscaler of that one */
    public boolean autoscales(HasMetadata object) {
        return objects.stream()
                .filter(tree -> "HorizontalPodAutoscaler".equals(tree.get("kind")))
                .map(tree -> Trees.at(tree, "spec", "scaleTargetRef"))
                .anyMatch(target -> Trees.text(target, "kind").equals(object.getKind())
                        && Trees.text(target, "name")
                                .equals(object.getMetadata().getName()));
    }

    /** The objects as a YAML stream. */
    public String yaml() {
        StringBuilder out = new StringBuilder();
        objects.forEach(tree -> out.append(Serialization.asYaml(tree)));
        return out.toString();
    }

    private List<Map<String, Object>> copies() {
        List<Map<String, Object>> trees = new ArrayList<>();
        objects.forEach(tree -> trees.add(copy(tree)));
        return trees;
    }

    public static GenericKubernetesResource object(Map<String, Object> tree) {
        return Serialization.jsonMapper().convertValue(tree, GenericKubernetesResource.class);
    }

    public static Map<String, Object> copy(Object object) {
        return Serialization.jsonMapper().convertValue(object, TREE);
    }
}

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
 * The objects to apply, in order, each as written: no defaults are set, and unknown fields are kept. Immutable.
 */
public final class Manifests {
    private static final TypeReference<LinkedHashMap<String, Object>> TREE = new TypeReference<>() {};

    /** No objects. */
    public static final Manifests NONE = new Manifests(List.of());

    private final List<Map<String, Object>> objects;

    private Manifests(List<Map<String, Object>> objects) {
        this.objects = objects;
    }

    /**
     * Reads a YAML or JSON file (several documents and {@code kind: List} are allowed), or a folder: its {@code .yaml},
     * {@code .yml} and {@code .json} files by name, without sub-folders.
     *
     * @throws InvalidInputException with file and line where it is not YAML or not a Kubernetes object
     */
    public static Manifests read(Path fileOrFolder) {
        return new Manifests(ManifestReader.read(fileOrFolder));
    }

    /**
     * Reads YAML or JSON.
     *
     * @param name names the text in messages, for example a file's name
     * @throws InvalidInputException as {@link #read}
     */
    public static Manifests parse(String name, String yaml) {
        return new Manifests(ManifestReader.parse(name, yaml));
    }

    /** The manifests of these objects. */
    public static Manifests of(Collection<? extends HasMetadata> objects) {
        List<Map<String, Object>> trees = new ArrayList<>();
        objects.forEach(object -> trees.add(copy(object)));
        return new Manifests(trees);
    }

    /**
     * A copy with the spec's values: its namespace in every namespaced object that has none, its image in the first
     * container of the Deployment or StatefulSet, its replicas.
     *
     * @throws InvalidInputException when there is no workload of the spec's name or more than one, or an object has
     *     another namespace
     */
    public Manifests with(EksSpec spec) {
        return new Manifests(new ManifestOverrides(spec).applyTo(copies()));
    }

    /** A copy with the spec's namespace, and nothing else. */
    public Manifests inNamespaceOf(EksSpec spec) {
        return new Manifests(new ManifestOverrides(spec).setNamespace(copies()));
    }

    /** Copies of the objects. */
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

    /** @return whether the workload is a StatefulSet, whose pods are replaced in place instead of next to the old ones */
    public boolean stateful(String workload) {
        return kind(workload).filter(kind -> kind == WorkloadKind.STATEFUL_SET).isPresent();
    }

    /** @return the workload's kind; empty when it is missing */
    public Optional<WorkloadKind> kind(String workload) {
        return workloads(workload).findFirst().flatMap(Manifests::kind);
    }

    /** @return the kind of an object; empty when it is not a workload */
    public static Optional<WorkloadKind> kind(Map<String, Object> tree) {
        return Stream.of(WorkloadKind.values())
                .filter(kind -> kind.title().equals(tree.get("kind")))
                .findFirst();
    }

    /** The workload's tree, which must not be changed; empty when it is missing. */
    public Optional<Map<String, Object>> workload(String name) {
        return workloads(name).findFirst();
    }

    /** @return the workload's replicas; empty when it is missing or does not set them */
    public Optional<Integer> replicas(String workload) {
        return workloads(workload)
                .map(tree -> Trees.at(tree, "spec", "replicas"))
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).intValue())
                .findFirst();
    }

    /** A copy with that number of replicas of the workload. */
    public Manifests scaled(String workload, int replicas) {
        Manifests scaled = new Manifests(copies());
        scaled.workloads(workload).forEach(tree -> Trees.child(tree, "spec").put("replicas", replicas));
        return scaled;
    }

    /** @return the cores that a pod of the workload requests, over all containers; empty when a container requests none */
    public Optional<Double> cpus(String workload) {
        return workloads(workload).findFirst().flatMap(tree -> new PodRequests(tree).cpus());
    }

    /**
     * What a workload requests from the scheduler.
     *
     * @param replicas of the workload; 1 when not set
     * @param cpus of each pod, in cores; empty when a container requests none
     * @param memoryBytes of each pod; empty when a container requests none
     */
    public record Requests(int replicas, Optional<Double> cpus, Optional<Double> memoryBytes) {}

    /** @return what the workload requests; empty when it is missing */
    public Optional<Requests> requests(String workload) {
        return workloads(workload)
                .findFirst()
                .map(tree -> new Requests(
                        Trees.at(tree, "spec", "replicas") instanceof Number n ? n.intValue() : 1,
                        new PodRequests(tree).cpus(),
                        new PodRequests(tree).memory()));
    }

    private Stream<Map<String, Object>> workloads(String name) {
        return objects.stream()
                .filter(tree -> kind(tree).isPresent() && name.equals(Trees.text(tree, "metadata", "name")));
    }

    /** @return whether these manifests contain an autoscaler of that object */
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

    /** A tree as an object. */
    public static GenericKubernetesResource object(Map<String, Object> tree) {
        return Serialization.jsonMapper().convertValue(tree, GenericKubernetesResource.class);
    }

    /** An object, or a copy of a tree, as a tree of maps, lists and plain values. */
    public static Map<String, Object> copy(Object object) {
        return Serialization.jsonMapper().convertValue(object, TREE);
    }
}

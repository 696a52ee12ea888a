package io.jenkins.plugins.cutover.journal;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * ConfigMaps in one namespace, and Secrets for what may hold secrets. A record is replaced only at the resourceVersion
 * that was read. Contents are compressed, since a ConfigMap holds 1 MiB and etcd keeps every version for a while;
 * {@code data.summary} is a summary for people.
 */
final class ClusterStore implements Store {
    static final String KIND = "phased-cutover/kind";
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String NAME = "phased-cutover";
    private static final String CONTENT = "content.json.gz";
    private static final String SERVICE = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

    private final ApiServerClient cluster;
    private final String namespace;
    /** Stored documents never change, and the secret content is needed each time its record is read. */
    private final Map<String, byte[]> sealed = new ConcurrentHashMap<>();

    ClusterStore(ApiServerClient cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** The API server refuses the second of two concurrent writes. */
    @Override
    public <T> T alone(String service, Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new CutoverException("journal in namespace " + namespace + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Item> read(String service, Optional<Item> known) throws IOException {
        if (!service.matches(SERVICE)) {
            return Optional.empty();
        }
        String name = NAME + "-" + service;
        ConfigMap found = cluster.ask(title(name), c -> configMap(c, name));
        return found == null ? Optional.empty() : Optional.of(item(found, known));
    }

    /** The API server refuses a write on an older version: what was read before needs not be read again for that. */
    @Override
    public Optional<Item> compared(String service, Optional<Item> known) throws IOException {
        return known.isPresent() ? known : read(service, known);
    }

    @Override
    public List<Work<Optional<Item>>> list(Function<String, Optional<Item>> known) {
        List<ConfigMap> found = all("record");
        found.sort(Comparator.comparing(map -> map.getMetadata().getName()));
        List<Work<Optional<Item>>> items = new ArrayList<>();
        for (ConfigMap map : found) {
            String service = map.getMetadata().getName().substring(NAME.length() + 1);
            items.add(() -> Optional.of(item(map, known.apply(service))));
        }
        return items;
    }

    @Override
    public List<Document> newest(Shelf shelf, int most) {
        return all(shelf.name().toLowerCase(Locale.ROOT)).stream()
                .sorted(Comparator.comparing(map -> map.getMetadata().getName(), Shelves.newestFirst()))
                .limit(most)
                .map(map -> new Document(where(map), content(map)))
                .toList();
    }

    private List<ConfigMap> all(String kind) {
        return cluster.ask("ConfigMaps in namespace " + namespace, c -> c.configMaps()
                .inNamespace(namespace)
                .withLabel(KIND, kind)
                .list()
                .getItems());
    }

    private static Item item(ConfigMap map, Optional<Item> known) {
        String version = map.getMetadata().getResourceVersion();
        return known.filter(k -> k.version().equals(version))
                .orElseGet(() -> new Item(where(map), version, RecordFormat.read(where(map), content(map))));
    }

    private static String where(ConfigMap map) {
        return "ConfigMap " + map.getMetadata().getNamespace() + "/"
                + map.getMetadata().getName();
    }

    private static byte[] content(ConfigMap map) {
        return GzipCodec.unpack(
                Optional.ofNullable(map.getBinaryData()).orElse(Map.of()).getOrDefault(CONTENT, ""));
    }

    @Override
    public Optional<Item> write(CutoverRecord record, Optional<Item> before) {
        String name = NAME + "-" + record.service();
        ConfigMap map = new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withResourceVersion(before.map(b -> (String) b.version()).orElse(null))
                .withLabels(labels("record"))
                .endMetadata()
                .addToData("summary", summary(record))
                .addToBinaryData(CONTENT, GzipCodec.pack(RecordFormat.write(record)))
                .build();
        return cluster.ask(
                        title(name),
                        c -> before.isPresent()
                                ? WriteConflict.update(() -> c.resource(map).update())
                                : WriteConflict.create(() -> c.resource(map).create()))
                .map(written -> new Item(where(written), written.getMetadata().getResourceVersion(), record));
    }

    /** For kubectl. */
    private static String summary(CutoverRecord r) {
        return r.service() + " is " + r.state() + " with " + r.share() + " on EKS, " + r.owner() + ", revision "
                + r.revision() + " of " + r.updatedAt();
    }

    @Override
    public void put(Shelf shelf, String name, byte[] bytes) {
        HasMetadata document = shelf == Shelf.SEALED ? secret(name, bytes) : page(shelf, name, bytes);
        cluster.ask(
                title(document.getMetadata().getName()),
                c -> WriteConflict.create(() -> c.resource(document).create()));
        if (shelf == Shelf.SEALED) {
            sealed.put(name, bytes);
        }
    }

    private Secret secret(String name, byte[] bytes) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name(Shelf.SEALED, name))
                .withNamespace(namespace)
                .withLabels(labels("sealed"))
                .endMetadata()
                .withType("Opaque")
                .withImmutable(true)
                .addToData(CONTENT, GzipCodec.pack(bytes))
                .build();
    }

    private ConfigMap page(Shelf shelf, String name, byte[] bytes) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name(shelf, name))
                .withNamespace(namespace)
                .withLabels(labels(shelf.name().toLowerCase(Locale.ROOT)))
                .endMetadata()
                .withImmutable(true)
                .addToBinaryData(CONTENT, GzipCodec.pack(bytes))
                .build();
    }

    @Override
    public Optional<byte[]> get(Shelf shelf, String name) throws IOException {
        if (shelf == Shelf.SEALED && sealed.containsKey(name)) {
            return Optional.of(sealed.get(name));
        }
        String full = name(shelf, name);
        Supplier<String> found = shelf == Shelf.SEALED
                ? () -> cluster.ask(
                        "Secret/" + full,
                        c -> content(c.secrets()
                                .inNamespace(namespace)
                                .withName(full)
                                .get()))
                : () -> cluster.ask(title(full), c -> packed(configMap(c, full)));
        Optional<byte[]> bytes = Optional.ofNullable(found.get()).map(GzipCodec::unpack);
        if (shelf == Shelf.SEALED) {
            bytes.filter(b -> b.length > 0).ifPresent(b -> sealed.put(name, b)); // a damaged one may be repaired
        }
        return bytes;
    }

    @Override
    public void drop(Shelf shelf, String name) {
        sealed.remove(name);
        String full = name(shelf, name);
        cluster.ask(
                title(full),
                c -> shelf == Shelf.SEALED
                        ? c.secrets().inNamespace(namespace).withName(full).delete()
                        : c.configMaps().inNamespace(namespace).withName(full).delete());
    }

    @Override
    public String where(Shelf shelf, String name) {
        return (shelf == Shelf.SEALED ? "Secret " : "ConfigMap ") + namespace + "/" + name(shelf, name);
    }

    private ConfigMap configMap(KubernetesClient client, String name) {
        return client.configMaps().inNamespace(namespace).withName(name).get();
    }

    private static String content(Secret secret) {
        return secret == null || secret.getData() == null
                ? null
                : secret.getData().get(CONTENT);
    }

    private static String packed(ConfigMap map) {
        return map == null || map.getBinaryData() == null
                ? null
                : map.getBinaryData().get(CONTENT);
    }

    private static Map<String, String> labels(String kind) {
        return Map.of(MANAGED_BY, NAME, KIND, kind);
    }

    private static String name(Shelf shelf, String name) {
        return NAME + "-" + shelf.name().toLowerCase(Locale.ROOT) + "." + name;
    }

    private static String title(String name) {
        return "ConfigMap/" + name;
    }
}

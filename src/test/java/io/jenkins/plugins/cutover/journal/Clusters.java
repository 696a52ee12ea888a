package io.jenkins.plugins.cutover.journal;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.model.JournalAddress;
import io.jenkins.plugins.cutover.operation.engine.Stores;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** What the tests on clusters share: a namespace for records, opened with the rights of examples/rbac-journal.yaml. */
final class Clusters {
    static final String NAMESPACE = "cutovers";

    private Clusters() {}

    static Stores stores(LocalCluster cluster, Clock clock) {
        return Stores.open(
                new JournalAddress.Namespace(NAMESPACE, cluster.access()),
                cluster.secrets(),
                clock,
                OwnerLiveness.NONE,
                copies());
    }

    /** What another machine would have: no copy yet. */
    static Path copies() {
        try {
            Path folder = Files.createTempDirectory("copies");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On a real server: the namespace, and the role for the one whose rights the tests have. */
    static void prepare(LocalCluster cluster) {
        KubernetesClient admin = cluster.client();
        if (admin.namespaces().withName(NAMESPACE).get() != null) {
            return;
        }
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        try {
            String role = Files.readString(
                            Path.of(System.getProperty("cutover.basedir", "."), "examples", "rbac-journal.yaml"))
                    .replaceAll(
                            "kind: ServiceAccount\\R\\s+name: phased-cutover\\R\\s+namespace: jenkins",
                            "kind: User\n    name: tester");
            admin.resourceList(role).resources().forEach(resource -> resource.create());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void clean(LocalCluster cluster) {
        KubernetesClient client = cluster.client();
        maps(cluster).forEach(map -> client.resource(map).delete());
        client.secrets().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(secret -> secret.getType().equals("Opaque"))
                .forEach(secret -> client.resource(secret).delete());
        client.leases().inNamespace(NAMESPACE).list().getItems().forEach(lease -> client.resource(lease)
                .delete());
    }

    static List<ConfigMap> maps(LocalCluster cluster) {
        return cluster.client().configMaps().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(map -> map.getMetadata().getName().startsWith("phased-cutover"))
                .toList();
    }
}

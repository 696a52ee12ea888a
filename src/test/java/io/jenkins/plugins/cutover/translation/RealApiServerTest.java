package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.cutover.sandbox.RealCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes out of real apps is taken by a real API server (a server-side dry run: nothing is stored). */
class RealApiServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static RealCluster cluster;

    @BeforeAll
    static void start() {
        Corpus.folder("dev");
        assumeTrue(
                RealCluster.missing().isEmpty(),
                () -> "skipped: " + RealCluster.missing().orElse(""));
        cluster = RealCluster.start("shop", (d, p, i, h, port) -> () -> {}, Duration.ZERO, Duration.ZERO);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void everyManifestIsAccepted() {
        List<String> refused = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        Corpus.files("dev").forEach((name, file) -> {
            for (Translation app : Translator.translateAll(Corpus.read(file), Corpus.SETTINGS)) {
                List<HasMetadata> all = new ArrayList<>(app.manifests());
                if (app.secret() != null) {
                    all.add(app.secret());
                }
                all.forEach(m -> {
                    asked.incrementAndGet();
                    String fault = dryRun(m);
                    if (!fault.isEmpty()) {
                        refused.add(name + ": " + m.getKind() + " " + fault);
                    }
                });
            }
        });
        assertThat(refused).isEmpty();
        assertThat(asked).hasValueGreaterThan(500);
    }

    @Test
    void theDryRunDoesObject() {
        HasMetadata broken =
                Sample.image("'ports':[0]").translation().manifests().get(1);
        broken.getMetadata().setName("Bad_Name");
        assertThat(dryRun(broken)).contains("Invalid value");
    }

    /** @return the server's objection */
    private static String dryRun(HasMetadata manifest) {
        GenericKubernetesResource object = JSON.convertValue(manifest, GenericKubernetesResource.class);
        if (object.getApiVersion().equals("policy/v1") && !has("policy", "v1")) {
            object.setApiVersion("policy/v1beta1"); // the same fields; the server at hand may be an old one
        }
        try {
            KubernetesClient client = cluster.client();
            client.resource(object).dryRun(true).create();
            return "";
        } catch (KubernetesClientException e) {
            return String.valueOf(
                    e.getStatus() == null ? e.getCode() : e.getStatus().getMessage());
        }
    }

    private static boolean has(String group, String version) {
        return cluster.client().getApiGroup(group).getVersions().stream()
                .anyMatch(v -> v.getVersion().equals(version));
    }
}

package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.cutover.sandbox.RealCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real API server accepts the translation of real apps (a server-side dry run: nothing is stored). */
class RealApiServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static RealCluster cluster;

    @BeforeAll
    static void start() {
        Corpus.folder("dev");
        RealCluster.orSkip(RealApiServerTest.class);
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
    void theDryRunRefusesAnInvalidManifest() {
        HasMetadata broken =
                Sample.image("'ports':[0]").translation().manifests().get(1);
        broken.getMetadata().setName("Bad_Name");
        assertThat(dryRun(broken)).contains("Invalid value");
    }

    /** @return the server's error */
    private static String dryRun(HasMetadata manifest) {
        GenericKubernetesResource object = JSON.convertValue(manifest, GenericKubernetesResource.class);
        ageTo(cluster.client(), object);
        try {
            // In every release an apply, and only an apply, refuses a field that its schema does not know.
            cluster.client()
                    .resource(object)
                    .patch(new PatchContext.Builder()
                            .withPatchType(PatchType.SERVER_SIDE_APPLY)
                            .withFieldManager("corpus")
                            .withDryRun(List.of("All"))
                            .build());
            return "";
        } catch (KubernetesClientException e) {
            return String.valueOf(
                    e.getStatus() == null ? e.getCode() : e.getStatus().getMessage());
        }
    }

    /** The server of the test can be older than any EKS: it gets the older version of the object. */
    private static void ageTo(KubernetesClient server, GenericKubernetesResource object) {
        boolean old = server.getApiGroup("policy").getVersions().stream()
                .noneMatch(v -> v.getVersion().equals("v1"));
        if (old && object.getApiVersion().equals("policy/v1")) {
            object.setApiVersion("policy/v1beta1");
        }
        if (old && object.get("spec", "template", "spec", "topologySpreadConstraints") instanceof List<?> all) {
            all.forEach(spread -> ((Map<?, ?>) spread).remove("minDomains"));
        }
    }
}

package io.jenkins.plugins.cutover.operation.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestSourceTest {
    /** Persistent data stays behind, and a secret's value cannot be read: two blockers at least. */
    private static final String RISKY = """
            {"id": "/shop/orders", "cmd": "run", "container": {"docker": {"image": "orders:1"}},
             "env": {"KEY": {"secret": "key"}}, "secrets": {"key": {"source": "/shop/key"}},
             "constraints": [["hostname", "UNIQUE"]]}
            """;

    @Test
    void aTranslatedAppIsNamedLikeTheDeploymentOfTheService() throws JsonProcessingException {
        ManifestSource.Source source =
                of(Map.of("fromMarathon", true), RISKY.replaceAll("(?s)\"env\".*?},\\s*\"secrets.*?}},", ""));
        assertThat(source.manifests().names("Deployment")).containsExactly("orders");
        assertThat(source.losses()).anyMatch(l -> l.startsWith("REVIEW constraints[0]: "));
    }

    @Test
    void eachBlockerIsNamedWithTheWayToAcceptIt() {
        assertThatThrownBy(() -> of(Map.of("fromMarathon", true), RISKY))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("translation of /shop/orders: BLOCKER ")
                .hasMessageContaining("(accept it with eks.acceptLosses: [\"");
    }

    @Test
    void onlyAcceptedBlockersPass() throws JsonProcessingException {
        List<String> names = blockers();
        assertThat(of(Map.of("fromMarathon", true, "acceptLosses", names), RISKY)
                        .losses())
                .anyMatch(l -> l.startsWith("BLOCKER " + names.get(0)));
        assertThatThrownBy(
                        () -> of(Map.of("fromMarathon", true, "acceptLosses", names.subList(1, names.size())), RISKY))
                .hasMessageContaining("acceptLosses: [\"" + names.get(0) + "\"]");
    }

    private static List<String> blockers() {
        try {
            of(Map.of("fromMarathon", true), RISKY);
            throw new AssertionError("nothing blocks");
        } catch (InvalidInputException e) {
            return java.util.regex.Pattern.compile("acceptLosses: \\[\"(.*?)\"]")
                    .matcher(e.getMessage())
                    .results()
                    .map(m -> m.group(1))
                    .toList();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static ManifestSource.Source of(Map<String, ?> eks, String app) throws JsonProcessingException {
        Map<String, Object> all = new java.util.HashMap<>(eks);
        all.put("kubeconfig", "none");
        ServiceSpec spec = SpecReader.map(
                "test",
                Map.of(
                        "service",
                        "orders",
                        "haproxy",
                        Map.of("instances", List.of("unix:/lb")),
                        "marathon",
                        Map.of("url", "http://marathon", "app", "/shop/orders"),
                        "eks",
                        all));
        JsonNode definition = Json.mapper().readTree(app);
        return new ManifestSource(spec, "").of(definition);
    }
}

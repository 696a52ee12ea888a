package io.jenkins.plugins.cutover.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jenkins.plugins.cutover.controller.ClusterSettings;
import io.jenkins.plugins.cutover.controller.Environment;
import io.jenkins.plugins.cutover.controller.FleetSettings;
import io.jenkins.plugins.cutover.controller.MarathonSettings;
import io.jenkins.plugins.cutover.controller.PhasedCutoverConfiguration;
import io.jenkins.plugins.cutover.controller.ServiceEntry;
import io.jenkins.plugins.cutover.model.SpecReader;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every YAML snippet is a service file, a part of one, or Configuration as Code, and is read as such. */
class ConfigurationSnippetsTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** What a part of a service file is completed with. */
    private static final String REST = """
            service: orders
            haproxy: {instances: ["unix:/run/haproxy/admin.sock"]}
            marathon: {url: "https://marathon.example.com", app: /shop/orders}
            eks: {kubeconfig: /etc/cutover/kubeconfig, manifests: k8s/orders.yaml}
            """;

    @TestFactory
    Stream<DynamicTest> everyYamlSnippetIsValid() {
        return Markdown.all().stream()
                .flatMap(page -> page.snippets("yaml").stream())
                .map(snippet -> DynamicTest.dynamicTest(snippet.where(), () -> check(snippet)));
    }

    @Test
    void theExampleForConfigurationAsCodeHasKnownKeys() throws IOException {
        JsonNode file = YAML.readTree(Files.readString(Markdown.ROOT.resolve("examples/jenkins.yaml")));
        controller(file.path("unclassified").path("cutover"));
        for (JsonNode service : file.at("/unclassified/cutover/services")) {
            assertThat(service.path("yaml").asText()).contains("service: ");
        }
    }

    private static void check(Markdown.Snippet snippet) throws JsonProcessingException {
        JsonNode tree = YAML.readTree(snippet.text());
        if (tree.has("unclassified")) {
            controller(tree.path("unclassified").path("cutover"));
        } else if (tree.has("service")) {
            SpecReader.yaml(snippet.where(), snippet.text());
        } else {
            ObjectNode whole = (ObjectNode) YAML.readTree(REST);
            whole.setAll((ObjectNode) tree);
            SpecReader.yaml(snippet.where(), YAML.writeValueAsString(whole));
        }
    }

    private static void controller(JsonNode configuration) {
        known(configuration, PhasedCutoverConfiguration.class);
        configuration.path("services").forEach(service -> known(service, ServiceEntry.class));
        for (JsonNode environment : configuration.path("environments")) {
            known(environment, Environment.class);
            known(environment.path("haproxy"), FleetSettings.class);
            known(environment.path("marathon"), MarathonSettings.class);
            known(environment.path("eks"), ClusterSettings.class);
        }
    }

    /** The keys of a section are the properties of its class. */
    private static void known(JsonNode section, Class<?> type) {
        Set<String> properties = properties(type);
        assertThat(section.isMissingNode() || section.size() > 0).isTrue();
        section.fieldNames().forEachRemaining(key -> assertThat(properties).contains(key));
    }

    private static Set<String> properties(Class<?> type) {
        try {
            return Arrays.stream(Introspector.getBeanInfo(type).getPropertyDescriptors())
                    .map(PropertyDescriptor::getName)
                    .collect(Collectors.toSet());
        } catch (IntrospectionException e) {
            throw new IllegalStateException(e);
        }
    }
}

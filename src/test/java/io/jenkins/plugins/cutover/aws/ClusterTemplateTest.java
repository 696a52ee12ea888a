package io.jenkins.plugins.cutover.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The cluster's template: by AWS's own linter where it is installed, and by what this project relies on everywhere. */
class ClusterTemplateTest {
    private static final Path FILE =
            Path.of(System.getProperty("cutover.basedir", "."), "examples", "cloudformation", "eks.yaml");
    private static final Pattern REFERENCE = Pattern.compile("!(?:Ref (\\w+)|GetAtt (\\w+)\\.)");

    @Test
    void awssLinterFindsNothing() throws Exception {
        Process lint;
        try {
            lint = new ProcessBuilder("cfn-lint", FILE.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            System.out.println("ClusterTemplateTest is skipped in part: there is no cfn-lint on this machine");
            Assumptions.abort("there is no cfn-lint on this machine");
            return;
        }
        String said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(lint.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEmpty();
        assertThat(lint.exitValue()).isZero();
    }

    @Test
    void everyReferenceLeadsToAParameterOrAResourceAndEveryParameterIsUsed() throws IOException {
        Set<String> used = new TreeSet<>();
        Matcher m = REFERENCE.matcher(Files.readString(FILE));
        while (m.find()) {
            used.add(m.group(1) == null ? m.group(2) : m.group(1));
        }
        Set<String> known = new HashSet<>(section("Parameters").keySet());
        known.addAll(section("Resources").keySet());
        assertThat(known).containsAll(used);
        assertThat(used).containsAll(section("Parameters").keySet());
    }

    @Test
    void theOutputThatAServicesFileReadsIsTheClustersName() throws IOException {
        assertThat(String.valueOf(section("Outputs").get("ClusterName"))).contains("Value=Ref Cluster}");
        assertThat(String.valueOf(section("Resources").get("Cluster"))).startsWith("{Type=AWS::EKS::Cluster,");
    }

    @Test
    void theControllersRoleIsTheGroupOfTheExampleRole() throws IOException {
        Object entry = section("Resources").get("ControllerAccess");
        assertThat(String.valueOf(entry)).contains("KubernetesGroups=[phased-cutover]");
        assertThat(Files.readString(FILE.resolveSibling("../rbac.yaml"))).contains("Group");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(String name) throws IOException {
        ConstructNode text = new ConstructNode() {
            @Override
            public Object construct(Node node) {
                return node.getTag().getValue().substring(1) + " " + ((ScalarNode) node).getValue();
            }
        };
        LoadSettings settings = LoadSettings.builder()
                .setTagConstructors(Map.of(new Tag("!Ref"), text, new Tag("!GetAtt"), text, new Tag("!Sub"), text))
                .build();
        return (Map<String, Object>)
                ((Map<String, Object>) new Load(settings).loadFromString(Files.readString(FILE))).get(name);
    }
}

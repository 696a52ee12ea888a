package io.jenkins.plugins.cutover.eks.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.eks.TestCluster;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
    private static final String CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n";

    @TempDir
    Path folder;

    @Test
    void invalidYamlIsReportedWithFileAndLine() throws IOException {
        Path file = write("orders.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [\n");
        assertThatThrownBy(() -> Manifests.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(file + " line 4 column 1: not YAML: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void anErrorInALaterDocumentHasItsLineInTheFile() {
        assertThatThrownBy(() -> Manifests.parse("x.yaml", CONFIG.formatted("a") + "---\nkey: a: b\n"))
                .hasMessageStartingWith("x.yaml line 5 ");
    }

    @Test
    void aDuplicateKeyIsRefused() {
        assertThatThrownBy(() -> Manifests.parse("x.yaml", "apiVersion: v1\nkind: A\nkind: B\nmetadata: {name: a}\n"))
                .hasMessageContaining("x.yaml line 3")
                .hasMessageContaining("duplicate key kind");
    }

    @Test
    void anIncompleteObjectIsReportedWithItsDocument() {
        assertThatThrownBy(() -> Manifests.parse("x.yaml", CONFIG.formatted("a") + "---\nkind: ConfigMap\n"))
                .hasMessage("x.yaml, document 2: not a Kubernetes object: it has no apiVersion, metadata.name");
        assertThatThrownBy(() -> Manifests.parse("x.yaml", "hello\n"))
                .hasMessage("x.yaml, document 1: not a Kubernetes object: \"hello\"");
    }

    @Test
    void aHelmStreamWithEmptyDocumentsAndCommentsIsRead() {
        String stream = "---\n# Source: a.yaml\n---\n" + CONFIG.formatted("a") + "---\n---\n" + CONFIG.formatted("b");
        assertThat(Manifests.parse("-", stream).names("ConfigMap")).containsExactly("a", "b");
    }

    @Test
    void testsOfAChartAreNotDeployed() {
        String test = "---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: orders-test-connection\n"
                + "  annotations: {helm.sh/hook: test}\n";
        String hook = test.replace(": test}", ": pre-upgrade}").replace("Pod", "ConfigMap");
        assertThat(Manifests.parse("-", CONFIG.formatted("a") + test + hook).objects())
                .extracting(o -> o.getMetadata().getName())
                .containsExactly("a", "orders-test-connection");
    }

    @Test
    void aKustomizationIsRefusedWithTheCommandToRenderIt() {
        String text = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n";
        assertThatThrownBy(() -> Manifests.parse("k8s/kustomization.yaml", text))
                .hasMessage("k8s/kustomization.yaml, document 1: a kustomization must be rendered first:"
                        + " kubectl kustomize FOLDER > manifests.yaml");
    }

    @Test
    void outputOfKustomizeKeepsItsHashedNames() {
        String built = CONFIG.formatted("orders-config-7g2m9tb4kk") + "---\n"
                + TestCluster.manifests("shop/orders:1", 2).yaml();
        assertThat(Manifests.parse("-", built).names("ConfigMap")).containsExactly("orders-config-7g2m9tb4kk");
    }

    @Test
    void aListIsItsItems() {
        String list = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n";
        assertThat(Manifests.parse("-", list).names("ConfigMap")).containsExactly("a");
    }

    @Test
    void aFolderIsReadByNameAndOtherFilesAreLeftOut() throws IOException {
        write("b.yml", CONFIG.formatted("second"));
        write("a.yaml", CONFIG.formatted("first"));
        write("c.json", "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"third\"}}");
        write("README.md", "not: [yaml");
        assertThat(Manifests.read(folder).names("ConfigMap")).containsExactly("first", "second", "third");
    }

    @Test
    void aMissingPathIsNamed() {
        assertThatThrownBy(() -> Manifests.read(folder.resolve("gone")))
                .hasMessage("manifests: \"" + folder.resolve("gone") + "\" does not exist");
        assertThatThrownBy(() -> Manifests.read(folder))
                .hasMessage("manifests: \"" + folder + "\" contains no Kubernetes object");
    }

    @Test
    void plainValuesAreReadAsKubectlReadsThem() {
        String text =
                CONFIG.formatted("a") + "x: {octal: 0644, big: 420, yes: yes, off: off, version: 1.10, text: \"no\"}\n";
        assertThat(Manifests.parse("-", text).objects().get(0).getAdditionalProperties())
                .hasToString("{x={octal=420, big=420, true=true, false=false, version=1.1, text=no}}");
    }

    @Test
    void writtenManifestsReadBackUnchanged() {
        String yaml = TestCluster.manifests("shop/orders:1", 3).yaml();
        assertThat(Manifests.parse("again", yaml).yaml()).isEqualTo(yaml);
    }

    @Test
    void aMissingDeploymentIsReportedWithThoseThatExist() {
        Manifests other =
                Manifests.parse("-", TestCluster.manifests("i", 1).yaml().replace("\"orders\"", "\"order\""));
        assertThatThrownBy(() -> other.with(spec("", 0)))
                .hasMessage(
                        "manifests: there is no Deployment or StatefulSet \"orders\"; they contain Deployment/order");
    }

    @Test
    void anObjectForAnotherNamespaceIsRefused() {
        String other = TestCluster.manifests("i", 1).yaml()
                + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: prod}\n";
        assertThatThrownBy(() -> Manifests.parse("-", other).with(spec("", 0)))
                .hasMessage("manifests: ConfigMap/a is for the namespace \"prod\", but the service goes to \"shop\"");
    }

    @Test
    void overridesAreInTheYaml() {
        Manifests with = TestCluster.manifests("shop/orders:1", 3).with(spec("shop/orders:9", 7));
        assertThat(with.replicas("orders")).contains(7);
        assertThat(with.yaml()).contains("image: \"shop/orders:9\"", "namespace: \"shop\"");
    }

    @Test
    void anAliasBombIsRefused() {
        StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c < 'j'; c++) {
            char before = (char) (c - 1);
            bomb.append(c + ": &" + c + " [" + ("*" + before + ", ").repeat(9) + "*" + before + "]\n");
        }
        assertThatThrownBy(() -> Manifests.parse("bomb.yaml", bomb.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("bomb.yaml");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static EksSpec spec(String image, int replicas) {
        return TestCluster.spec(null, TestCluster.NAMESPACE, image, replicas);
    }
}

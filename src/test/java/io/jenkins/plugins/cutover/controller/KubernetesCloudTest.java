package io.jenkins.plugins.cutover.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated(PipelineRunner.ONE_JENKINS)
class KubernetesCloudTest {
    /** The getters of the plugin's class that are used, as its form fills them. */
    public record Cloud(String serverUrl, String serverCertificate, String credentialsId) {
        public String getServerUrl() {
            return serverUrl;
        }

        public String getServerCertificate() {
            return serverCertificate;
        }

        public String getCredentialsId() {
            return credentialsId;
        }
    }

    private static final Secrets SECRETS = name -> Optional.ofNullable(
            Map.of("token", "swordfish", "login", "me:swordfish", "file", "apiVersion: v1\nclusters: []\n")
                    .get(name));

    @Test
    void serverCertificateAndTokenBecomeAKubeconfig() throws Exception {
        String text = KubernetesCloud.kubeconfig(new Cloud("https://k8s:6443", "MIIB", "token"), SECRETS)
                .orElseThrow();
        var config = Json.mapper().readTree(text);
        assertThat(config.at("/clusters/0/cluster/server").asText()).isEqualTo("https://k8s:6443");
        assertThat(new String(config.at("/clusters/0/cluster/certificate-authority-data")
                        .binaryValue()))
                .isEqualTo("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        assertThat(config.at("/users/0/user/token").asText()).isEqualTo("swordfish");
    }

    @Test
    void aCloudWhoseCredentialIsAKubeconfigIsThatKubeconfig() {
        assertThat(KubernetesCloud.kubeconfig(new Cloud("https://k8s", null, "file"), SECRETS))
                .contains("apiVersion: v1\nclusters: []");
    }

    @Test
    void noSuchCloudIsNoSecret() {
        assertThat(KubernetesCloud.kubeconfig(null, SECRETS)).isEmpty();
    }

    @Test
    void whatCannotBeUsedIsNamedWithoutTheSecret() {
        assertThatThrownBy(() -> KubernetesCloud.kubeconfig(new Cloud("", "", ""), SECRETS))
                .hasMessageContaining("use kubeconfig: in-cluster");
        assertThatThrownBy(() -> KubernetesCloud.kubeconfig(new Cloud("https://k", "", "gone"), SECRETS))
                .hasMessageContaining("\"gone\" does not exist");
        assertThatThrownBy(() -> KubernetesCloud.kubeconfig(new Cloud("https://k", "", "login"), SECRETS))
                .hasMessageContaining("\"login\" is neither")
                .hasMessageNotContaining("swordfish");
        assertThatThrownBy(() -> KubernetesCloud.kubeconfig("a text", SECRETS))
                .hasMessage("eks.cloud: it is not a cloud of the kubernetes plugin but a String");
    }
}

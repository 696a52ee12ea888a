package io.jenkins.plugins.cutover.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.cutover.aws.AwsStandIn;
import io.jenkins.plugins.cutover.aws.EksClusters;
import io.jenkins.plugins.cutover.eks.access.InCluster;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.sandbox.SandboxCluster;
import io.jenkins.plugins.cutover.sandbox.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private static final String TOKEN = "swordfish";

    @TempDir
    Path folder;

    private final SandboxCluster cluster = TestCluster.quick().token(TOKEN).start();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aTokenIsAccepted() {
        try (Eks eks = TestCluster.open(cluster)) {
            assertThat(eks.replicas()).isEqualTo(-1);
        }
    }

    @Test
    void aWrongTokenIsReportedWithoutTheToken() {
        assertThatThrownBy(() -> ask(access(cluster.uri(), "", "t"), Map.of("t", "guess")))
                .hasMessage("Kubernetes API " + cluster.uri()
                        + "/: the credential is refused (401): it is wrong or has expired");
    }

    @Test
    void anUnknownCredentialIsNamed() {
        assertThatThrownBy(() -> ask(access(cluster.uri(), "", "t"), Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("eks.credential: there is no credential \"t\"");
    }

    @Test
    void aKubeconfigFileIsReadByContext() throws IOException {
        Path file = kubeconfig("token: " + TOKEN);
        assertThat(ask(new EksSpec.Access(null, file.toString(), "shop", "", "", false), Map.of()))
                .isEqualTo(-1);
    }

    @Test
    void aMissingContextIsNotReplacedByAnother() throws IOException {
        Path file = kubeconfig("token: " + TOKEN);
        assertThatThrownBy(() -> ask(new EksSpec.Access(null, file.toString(), "prod", "", "", false), Map.of()))
                .hasMessage("eks.kubeconfig: \"" + file + "\": there is no context \"prod\"; it has other, shop");
    }

    @Test
    void aCredentialMayContainAKubeconfig() throws IOException {
        String text = Files.readString(kubeconfig("token: " + TOKEN));
        assertThat(ask(new EksSpec.Access(null, "", "shop", "", "kube", false), Map.of("kube", text)))
                .isEqualTo(-1);
    }

    @Test
    void aProgramInAKubeconfigIsNotRun() throws IOException {
        Path file = kubeconfig("exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/touch, args: ["
                + folder.resolve("ran") + "], interactiveMode: Never}");
        assertThatThrownBy(() -> ask(new EksSpec.Access(null, file.toString(), "shop", "", "", false), Map.of()))
                .hasMessageContaining("/bin/touch")
                .hasMessageContaining("not run");
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void anInvalidKubeconfigIsNotQuoted() throws IOException {
        Path file = Files.writeString(folder.resolve("bad"), "token: swordfish: [");
        assertThatThrownBy(() -> ask(new EksSpec.Access(null, file.toString(), "", "", "", false), Map.of()))
                .hasMessage("eks.kubeconfig: \"" + file + "\": not a kubeconfig")
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void aRefusedConnectionNamesTheServer() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        URI unused = URI.create("http://127.0.0.1:" + free);
        assertThatThrownBy(() -> ask(access(unused, "", ""), Map.of()))
                .hasMessage("Kubernetes API " + unused + "/: connection refused");
    }

    @Test
    void aMissingPermissionIsNamedByVerbResourceAndNamespace() {
        cluster.faults().refuse("patch", "deployments");
        try (Eks eks = TestCluster.open(cluster)) {
            assertThatThrownBy(() -> eks.apply(TestCluster.manifests(TestCluster.GOOD, 1), false))
                    .hasMessage("Deployment/orders: missing permission: patch deployments.apps in namespace \"shop\""
                            + " for \"system:serviceaccount:ci:phased-cutover\"");
            assertThat(eks.preflight())
                    .singleElement()
                    .matches(finding ->
                            finding.blocks() && finding.text().equals("missing permission: patch deployments.apps"));
        }
    }

    @Test
    void missingAccessToEventsIsNoBlocker() {
        cluster.faults().refuse("list", "events");
        try (Eks eks = TestCluster.open(cluster)) {
            assertThat(eks.preflight()).singleElement().matches(finding -> !finding.blocks());
        }
    }

    @Test
    void missingWatchOnPodsIsNoBlocker() {
        cluster.faults().refuse("watch", "pods");
        try (Eks eks = TestCluster.open(cluster)) {
            assertThat(eks.preflight())
                    .singleElement()
                    .matches(
                            finding -> !finding.blocks()
                                    && finding.text()
                                            .equals(
                                                    "without watch pods a change of the pods is noticed only at the next poll"));
        }
    }

    @Test
    void aCertificateIsVerifiedAgainstTheGivenCa() {
        try (SandboxCluster secure = TestCluster.quick().tls().start()) {
            assertThat(ask(secure.access(), Map.of())).isEqualTo(-1);
        }
    }

    @Test
    void aCertificateOfAnUnknownCaIsRefused() {
        try (SandboxCluster secure = TestCluster.quick().tls().start()) {
            assertThatThrownBy(() -> ask(access(secure.uri(), "", ""), Map.of()))
                    .hasMessageStartingWith("Kubernetes API " + secure.uri() + "/: TLS failed (")
                    .hasMessageEndingWith("eks.ca names the file with its CA, eks.trustAnyCertificate switches"
                            + " verification off");
        }
    }

    @Test
    void trustAnyCertificateSwitchesVerificationOff() {
        try (SandboxCluster secure = TestCluster.quick().tls().start()) {
            EksSpec.Access unverified = new EksSpec.Access(secure.uri(), "", "", "", "", true);
            assertThat(ask(unverified, Map.of())).isEqualTo(-1);
        }
    }

    @Test
    void anEksClusterIsReachedByRegionAndName() throws IOException {
        try (AwsStandIn aws = new AwsStandIn();
                SandboxCluster secure = TestCluster.quick().tls().start()) {
            aws.cluster(secure.uri(), Files.readString(TestCertificates.get().ca()));
            EksSpec.Access access = access(URI.create("eks://eu-west-1/orders-prod"), "", "aws");
            assertThat(ask(access, Map.of("aws", AwsStandIn.secret()), amazon(aws)))
                    .isEqualTo(-1);
        }
    }

    @Test
    void aKubeconfigOfTheAwsCommandLineWorksWithoutIt() throws IOException {
        try (AwsStandIn aws = new AwsStandIn();
                SandboxCluster open = TestCluster.quick().start()) {
            String exec = "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: aws, args: [--region,"
                    + " eu-west-1, eks, get-token, --cluster-name, orders-prod, --output, json]}";
            String text = Files.readString(kubeconfig(exec))
                    .replace(cluster.uri().toString(), open.uri().toString());
            Path file = Files.writeString(folder.resolve("eks-config"), text);
            EksSpec.Access access = new EksSpec.Access(null, file.toString(), "shop", "", "aws", false);
            assertThat(ask(access, Map.of("aws", AwsStandIn.secret()), amazon(aws)))
                    .isEqualTo(-1);
        }
    }

    @Test
    void aServiceAccountNeedsAPod() {
        assertThatThrownBy(() -> ask(new EksSpec.Access(null, "in-cluster", "", "", "", false), Map.of()))
                .hasMessageStartingWith("eks.kubeconfig: \"in-cluster\" needs a pod with a service account; ");
    }

    @Test
    void aServiceAccountIsATokenAndACa() throws IOException {
        Files.writeString(folder.resolve("token"), "first\n");
        Files.writeString(folder.resolve("ca.crt"), "PEM");
        Config config = InCluster.config(folder, "https://kubernetes.default.svc");
        assertThat(config.getOauthToken()).isEqualTo("first");
        assertThat(config.getCaCertFile()).isEqualTo(folder.resolve("ca.crt").toString());
    }

    @Test
    void aMissingCaFileIsNamed() {
        assertThatThrownBy(() -> ask(access(cluster.uri(), "/nowhere/ca.pem", ""), Map.of()))
                .hasMessage("eks.ca: \"/nowhere/ca.pem\" cannot be read");
    }

    @Test
    void aMissingNamespaceIsNamed() {
        try (Eks eks = new EksClients(cluster.secrets(), Clock.systemUTC())
                .open(TestCluster.spec(cluster.access(), "nowhere", "", 0))) {
            assertThat(eks.preflight()).singleElement().hasToString("eks.namespace: \"nowhere\" does not exist");
        }
    }

    @Test
    void aMissingClusterListsTheOptions() {
        assertThatThrownBy(() -> ask(new EksSpec.Access(null, "", "", "", "", false), Map.of()))
                .hasMessage("eks: no cluster: give eks.server, eks.kubeconfig or a credential that holds a kubeconfig");
    }

    private static EksClusters amazon(AwsStandIn aws) {
        return aws.clusters();
    }

    private static int ask(EksSpec.Access access, Map<String, String> secrets) {
        return ask(access, secrets, new EksClusters(Clock.systemUTC()));
    }

    private static int ask(EksSpec.Access access, Map<String, String> secrets, EksClusters aws) {
        Secrets known = name -> Optional.ofNullable(secrets.get(name));
        try (Eks eks = new EksClients(known, Clock.systemUTC(), aws).open(TestCluster.spec(access, "shop", "", 0))) {
            return eks.replicas();
        }
    }

    private static EksSpec.Access access(URI server, String ca, String credential) {
        return new EksSpec.Access(server, "", "", ca, credential, false);
    }

    private Path kubeconfig(String user) throws IOException {
        return Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: other
                clusters:
                - {name: local, cluster: {server: "%s"}}
                contexts:
                - {name: other, context: {cluster: nowhere, user: me}}
                - {name: shop, context: {cluster: local, user: me}}
                users:
                - {name: me, user: {%s}}
                """.formatted(cluster.uri(), user));
    }
}

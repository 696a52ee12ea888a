package io.jenkins.plugins.cutover.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EksClustersTest {
    private static final String SECRET = AwsStandIn.secret();
    private static final String OWN = "arn:aws:iam::123456789012:user/own";

    private final Map<String, String> environment =
            new HashMap<>(Map.of("AWS_CONFIG_FILE", "/nope", "AWS_SHARED_CREDENTIALS_FILE", "/nope"));
    private AwsStandIn aws;
    private EksClusters clusters;

    @BeforeEach
    void start() throws IOException {
        aws = new AwsStandIn();
        clusters = new EksClusters(aws.clock(), aws.clients(environment));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aClusterIsFoundByRegionAndName() {
        EksClusters.Found cluster = clusters.find(own());
        assertThat(cluster.endpoint()).isEqualTo(URI.create("https://cluster.example.com"));
        assertThat(cluster.ca()).isEqualTo("UEVN");
    }

    @Test
    void aTokenIsSignedByTheKeysOfTheCredential() {
        assertThat(aws.whoSigned(clusters.token(own()), "orders-prod")).contains(OWN);
    }

    @Test
    void aTokenForOneClusterIsNotValidForAnother() {
        assertThat(aws.whoSigned(clusters.token(own()), "other")).isEmpty();
    }

    @Test
    void aRoleIsAssumedFirst() {
        EksCluster cluster = cluster(AwsIdentity.of("aws", SECRET, AwsAccounts.ROLE));
        assertThat(aws.whoSigned(clusters.token(cluster), "orders-prod"))
                .contains("arn:aws:sts::123456789012:assumed-role/deployer/phased-cutover");
    }

    @Test
    void anExternalIdIsSentWithTheRole() {
        AwsIdentity partner = AwsIdentity.of("aws", SECRET, AwsAccounts.PARTNER_ROLE);
        assertThatThrownBy(() -> clusters.token(cluster(partner))).hasMessageContaining("AccessDenied (403)");
        EksCluster cluster = cluster(partner.withExternalId(AwsAccounts.EXTERNAL_ID));
        assertThat(aws.whoSigned(clusters.token(cluster), "orders-prod")).isPresent();
    }

    @Test
    void aRefusedRoleIsReportedWithCodeAndMessageOfAws() {
        EksCluster cluster = cluster(AwsIdentity.of("aws", SECRET, AwsAccounts.ROLE + "x"));
        assertThatThrownBy(() -> clusters.token(cluster))
                .hasMessage("keys of credential aws as " + AwsAccounts.ROLE + "x: AccessDenied (403): User: " + OWN
                        + " is not authorized to perform: sts:AssumeRole on resource: " + AwsAccounts.ROLE + "x");
    }

    @Test
    void aTokenIsKeptWhileItIsValidAndRenewedBeforeItEnds() {
        String first = clusters.token(own());
        aws.advance(Duration.ofMinutes(9));
        assertThat(clusters.token(own())).isEqualTo(first);
        for (int minute = 0; minute < 90; minute++) {
            aws.advance(Duration.ofMinutes(1));
            assertThat(aws.whoSigned(clusters.token(own()), "orders-prod"))
                    .as("after %d minutes", minute)
                    .contains(OWN);
        }
    }

    @Test
    void aTokenEndsBeforeItsKeys() {
        aws.instanceCredentials = "{\"Code\":\"Success\",\"AccessKeyId\":\"ASIAINSTANCE00000000\",\"SecretAccessKey\":"
                + "\"instance-secret\",\"Token\":\"instance-session\",\"Expiration\":\""
                + aws.now().plus(Duration.ofMinutes(6)) + "\"}";
        EksCluster machine = cluster(AwsIdentity.ofMachine());
        String first = clusters.token(machine);
        aws.advance(Duration.ofSeconds(5 * 60 + 1));
        assertThat(clusters.token(machine)).isNotEqualTo(first);
    }

    @Test
    void aTokenThatTheClusterRefusedIsNotUsedAgain() {
        String first = clusters.token(own());
        aws.advance(Duration.ofSeconds(2)); // a signature has a resolution of one second
        clusters.refused(first);
        assertThat(clusters.token(own())).isNotEqualTo(first);
    }

    @Test
    void aHundredQuestionsAreOneCall() {
        for (int i = 0; i < 100; i++) {
            clusters.find(own());
            clusters.token(own());
        }
        assertThat(aws.asked).containsExactly("/clusters/orders-prod");
    }

    @Test
    void aChangedCredentialIsUsedAtOnce() {
        clusters.token(cluster(AwsIdentity.of("aws", SECRET, AwsAccounts.ROLE)));
        String wrong = AwsAccounts.OWN.accessKeyId() + ":wrong";
        assertThatThrownBy(() -> clusters.token(cluster(AwsIdentity.of("aws", wrong, AwsAccounts.ROLE))))
                .hasMessageContaining("SignatureDoesNotMatch (403)");
    }

    @Test
    void theOutputOfAStackNamesTheCluster() {
        EksCluster stack = new EksCluster("eu-west-1", "stack/orders-eks", identity());
        assertThat(clusters.find(stack).name()).isEqualTo("orders-prod");
        assertThat(aws.whoSigned(clusters.token(stack), "orders-prod")).contains(OWN);
        assertThat(aws.asked).containsExactly("DescribeStacks", "/clusters/orders-prod");
    }

    @Test
    void aStackThatIsMissingOrHasNoClusterIsNamed() {
        assertThatThrownBy(() -> clusters.token(new EksCluster("eu-west-1", "stack/nope", identity())))
                .hasMessage(
                        "CloudFormation stack \"nope\" in eu-west-1: ValidationError (400): Stack with id nope does not"
                                + " exist");
        assertThatThrownBy(() -> clusters.token(new EksCluster("eu-west-1", "stack/bare", identity())))
                .hasMessage("CloudFormation stack \"bare\" in eu-west-1 has no output ClusterName with the name of a"
                        + " cluster; it has no outputs");
    }

    @Test
    void anUnknownClusterIsNamed() {
        assertThatThrownBy(() -> clusters.find(new EksCluster("eu-west-1", "nope", identity())))
                .hasMessage(
                        "EKS cluster \"nope\" in eu-west-1: ResourceNotFoundException (404): No cluster found for name:"
                                + " nope.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATING", "FAILED", "DELETING", "PENDING", "SOMETHING_NEW"})
    void aClusterThatIsNotActiveIsNotUsed(String status) {
        aws.cluster.put("status", status);
        assertThatThrownBy(() -> clusters.find(own()))
                .hasMessage(
                        "EKS cluster \"orders-prod\" in eu-west-1 is " + status + "; it must be ACTIVE or UPDATING");
    }

    @Test
    void aClusterWithoutEndpointOrAuthorityIsNotUsedAndNotKept() {
        aws.cluster.putNull("endpoint");
        assertThatThrownBy(() -> clusters.find(own())).hasMessageEndingWith("is ACTIVE and has no endpoint");
        aws.cluster.put("endpoint", "https://cluster.example.com");
        ((ObjectNode) aws.cluster.get("certificateAuthority")).putNull("data");
        assertThatThrownBy(() -> clusters.find(own())).hasMessageEndingWith("has no certificate authority");
        aws.cluster(URI.create("https://cluster.example.com"), "PEM");
        aws.cluster.put("status", "UPDATING");
        assertThat(clusters.find(own()).name()).isEqualTo("orders-prod");
    }

    private static EksCluster own() {
        return cluster(identity());
    }

    private static AwsIdentity identity() {
        return AwsIdentity.of("aws", SECRET, "");
    }

    private static EksCluster cluster(AwsIdentity identity) {
        return new EksCluster("eu-west-1", "orders-prod", identity);
    }
}

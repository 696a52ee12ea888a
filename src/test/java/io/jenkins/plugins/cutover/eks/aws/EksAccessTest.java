package io.jenkins.plugins.cutover.eks.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EksAccessTest {
    private static final String SECRET = FakeAws.secret();

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private FakeAws aws;
    private EksAccess access;

    @BeforeEach
    void start() throws IOException {
        aws = new FakeAws();
        access = new EksAccess(aws.clock(), environment::get, (service, region) -> aws.uri(), aws.uri());
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aClusterIsFoundByRegionAndName() {
        EksAccess.Cluster cluster = access.cluster(request("", SECRET));
        assertThat(cluster.endpoint()).isEqualTo(URI.create("https://cluster.example.com"));
        assertThat(cluster.ca()).isEqualTo("UEVN");
    }

    @Test
    void aTokenIsSignedByTheKeysOfTheCredential() {
        assertThat(aws.whoSigned(access.token(request("", SECRET)), "orders-prod"))
                .isEqualTo(FakeAws.OWN);
    }

    @Test
    void aTokenForOneClusterIsNoneForAnother() {
        assertThat(aws.whoSigned(access.token(request("", SECRET)), "other")).isNull();
    }

    @Test
    void aRoleIsAssumedFirst() {
        assertThat(aws.whoSigned(access.token(request(FakeAws.ROLE, SECRET)), "orders-prod"))
                .isEqualTo(FakeAws.ASSUMED);
    }

    @Test
    void aRefusedRoleIsReportedWithTheMessageOfAws() {
        assertThatThrownBy(() -> access.token(request(FakeAws.ROLE + "x", SECRET)))
                .hasMessage("role " + FakeAws.ROLE + "x: 127.0.0.1 answered 403: User is not authorized to perform:"
                        + " sts:AssumeRole");
    }

    @Test
    void theInstancesOwnKeysServeWhenThereAreNoOthers() {
        assertThat(aws.whoSigned(access.token(request("", "")), "orders-prod")).isEqualTo(FakeAws.INSTANCE);
    }

    @Test
    void theEnvironmentGoesBeforeTheInstance() {
        environment.put("AWS_ACCESS_KEY_ID", FakeAws.OWN.accessKey());
        environment.put("AWS_SECRET_ACCESS_KEY", FakeAws.OWN.secretKey());
        assertThat(aws.whoSigned(access.token(request("", "")), "orders-prod")).isEqualTo(FakeAws.OWN);
    }

    @Test
    void aServiceAccountsWebIdentityIsUsed() throws IOException {
        environment.put("AWS_ROLE_ARN", FakeAws.ROLE);
        environment.put(
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                Files.writeString(folder.resolve("token"), "a-jwt\n").toString());
        assertThat(aws.whoSigned(access.token(request("", "")), "orders-prod")).isEqualTo(FakeAws.WEB);
    }

    @Test
    void aTokenIsKeptWhileItIsGoodAndRenewedBeforeItEnds() {
        String first = access.token(request("", SECRET));
        aws.now = aws.now.plus(Duration.ofMinutes(9));
        assertThat(access.token(request("", SECRET))).isEqualTo(first);
        for (int minute = 0; minute < 90; minute++) {
            aws.now = aws.now.plus(Duration.ofMinutes(1));
            assertThat(aws.whoSigned(access.token(request("", SECRET)), "orders-prod"))
                    .as("after %d minutes", minute)
                    .isEqualTo(FakeAws.OWN);
        }
    }

    @Test
    void anAssumedRolesKeysAreRenewedBeforeTheyEnd() {
        access.token(request(FakeAws.ROLE, SECRET));
        aws.now = aws.now.plus(Duration.ofMinutes(56));
        access.token(request(FakeAws.ROLE, SECRET));
        assertThat(aws.asked).containsExactly("AssumeRole", "AssumeRole");
    }

    @Test
    void askingAgainAndAgainIsOneRequestToAws() {
        for (int i = 0; i < 100; i++) {
            access.cluster(request("", SECRET));
            access.token(request("", SECRET));
        }
        assertThat(aws.asked).containsExactly("/clusters/orders-prod");
    }

    @Test
    void aChangedCredentialIsUsedAtOnce() {
        access.token(request(FakeAws.ROLE, SECRET));
        assertThatThrownBy(() -> access.token(request(FakeAws.ROLE, FakeAws.OWN.accessKey() + ":wrong")))
                .hasMessageContaining("The request signature we calculated does not match");
    }

    @Test
    void aStacksOutputsSayTheClustersName() {
        EksAccess.Request stack = new EksAccess.Request("eu-west-1", "stack/orders-eks", "", SECRET, "aws");
        assertThat(access.cluster(stack).name()).isEqualTo("orders-prod");
        assertThat(aws.whoSigned(access.token(stack), "orders-prod")).isEqualTo(FakeAws.OWN);
        assertThat(aws.asked).containsExactly("DescribeStacks", "/clusters/orders-prod");
    }

    @Test
    void aStackThatIsNotThereOrHasNoClusterIsNamed() {
        assertThatThrownBy(() -> access.token(new EksAccess.Request("eu-west-1", "stack/nope", "", SECRET, "aws")))
                .hasMessage(
                        "CloudFormation stack \"nope\" in eu-west-1: 127.0.0.1 answered 403: Stack with id nope does"
                                + " not exist");
        assertThatThrownBy(() -> access.token(new EksAccess.Request("eu-west-1", "stack/bare", "", SECRET, "aws")))
                .hasMessage("CloudFormation stack \"bare\" in eu-west-1 has no output ClusterName with the name of a"
                        + " cluster");
    }

    @Test
    void anUnknownClusterIsNamed() {
        assertThatThrownBy(() -> access.cluster(new EksAccess.Request("eu-west-1", "nope", "", SECRET, "aws")))
                .hasMessage("EKS cluster \"nope\" in eu-west-1: 127.0.0.1 answered 403: No cluster found for name:"
                        + " /clusters/nope");
    }

    private static EksAccess.Request request(String role, String secret) {
        return new EksAccess.Request("eu-west-1", "orders-prod", role, secret, "aws");
    }
}

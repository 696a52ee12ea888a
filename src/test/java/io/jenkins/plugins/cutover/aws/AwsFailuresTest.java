package io.jenkins.plugins.cutover.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What AWS answers on a bad day. Each failure is one line, and none takes longer than the limits of {@link AwsClients}. */
@Isolated("sets system properties of the whole process")
class AwsFailuresTest {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Code\":\"AssumeRoleUnauthorizedAccess\",\"Message\":\"EC2 cannot assume the role\"}",
                "",
                "{}",
                "not json",
                "{\"Code\":\"Success\",\"AccessKeyId\":\"ASIAINSTANCE00000000\",\"SecretAccessKey\":\"s\",\"Token\":\"t\","
                        + "\"Expiration\":\"tomorrow\"}"
            })
    void metadataWithoutUsableKeysIsOneLine(String answer) {
        aws.instanceCredentials = answer;
        assertThatThrownBy(() -> clusters.token(cluster(AwsIdentity.ofMachine())))
                .isInstanceOf(AwsException.class)
                .message()
                .startsWith("keys of this machine: ")
                .doesNotContain("\n")
                .doesNotContain("internal error");
    }

    @Test
    void aCallThatStallsInItsBodyEndsAndHoldsNoCallerLonger() throws Exception {
        aws.stalling.add("AssumeRole");
        ExecutorService threads = Executors.newFixedThreadPool(3);
        Instant begun = Instant.now();
        EksCluster stalled = cluster(AwsIdentity.of("aws", AwsStandIn.secret(), AwsAccounts.ROLE));
        Callable<String> token = () -> clusters.token(stalled);
        List<Future<String>> all = threads.invokeAll(List.of(token, token, token));
        for (Future<String> each : all) {
            assertThatThrownBy(each::get)
                    .hasRootCauseInstanceOf(Exception.class)
                    .hasMessageContaining("AwsException");
        }
        threads.shutdown();
        assertThat(Duration.between(begun, Instant.now())).isLessThan(AwsLimits.LOOKUP.plusSeconds(4));
    }

    @Test
    void otherClustersAreNotHeldByOneThatStalls() throws Exception {
        aws.stalling.add("AssumeRole");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<String> stalled = threads.submit(
                () -> clusters.token(cluster(AwsIdentity.of("aws", AwsStandIn.secret(), AwsAccounts.ROLE))));
        assertThat(clusters.token(cluster(AwsIdentity.of("aws", AwsStandIn.secret(), ""))))
                .isNotEmpty();
        assertThat(stalled.isDone()).isFalse();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({
        "429, TooManyRequestsException",
        "503, ServiceUnavailable",
        "500, InternalFailure",
        "400, Throttling",
        "400, ThrottlingException",
        "400, RequestLimitExceeded",
        "503, SlowDown",
        "400, RequestTimeout",
    })
    void whatPassesIsTriedAgain(int status, String code) {
        aws.refusals.add(json(status, code));
        assertThat(clusters.find(own()).name()).isEqualTo("orders-prod");
        assertThat(aws.asked).hasSize(2);
    }

    @Test
    void throttlingThatLastsIsReportedAsUnavailable() {
        for (int i = 0; i < 10; i++) {
            aws.refusals.add(json(400, "ThrottlingException"));
        }
        assertThatThrownBy(() -> clusters.find(own()))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.unavailable()).isTrue())
                .hasMessageContaining("ThrottlingException (400): Rate exceeded");
    }

    @Test
    void aRefusalIsNotTriedAgainAndNotReportedAsUnavailable() {
        aws.refusals.add(json(403, "AccessDeniedException"));
        assertThatThrownBy(() -> clusters.find(own()))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.unavailable()).isFalse())
                .hasMessageContaining("AccessDeniedException (403)");
        assertThat(aws.asked).hasSize(1);
    }

    @Test
    void anUnreachableEndpointIsOneLine() {
        aws.close();
        assertThatThrownBy(() -> clusters.find(own()))
                .isInstanceOf(CutoverException.class)
                .message()
                .startsWith("EKS cluster \"orders-prod\" in eu-west-1: ")
                .contains("Connection refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trickling", "endless"})
    void anAnswerWithoutAnEndIsGivenUp(String how) {
        (how.equals("endless") ? aws.endless : aws.trickling).addAll(List.of("AssumeRole", "GetMetricData"));
        Instant begun = Instant.now();
        assertThatThrownBy(() -> clusters.token(cluster(AwsIdentity.of("aws", AwsStandIn.secret(), AwsAccounts.ROLE))))
                .isInstanceOf(AwsException.class);
        assertThat(Duration.between(begun, Instant.now())).as("the role").isLessThan(AwsLimits.LOOKUP.plusSeconds(4));
        Instant query = Instant.now();
        assertThatThrownBy(() -> metric(own().identity())).isInstanceOf(AwsException.class);
        assertThat(Duration.between(query, Instant.now())).as("the metric").isLessThan(AwsLimits.LOOKUP.plusSeconds(4));
        assertThat(aws.sent.get()).as("bytes").isLessThan(200_000_000);
    }

    @Test
    void metadataWithoutAnEndHoldsNoMetric() {
        aws.trickling.add("/latest/meta-data/iam/security-credentials/controller");
        aws.trickling.add("/latest/meta-data/iam/security-credentials-extended/controller");
        Instant begun = Instant.now();
        assertThatThrownBy(() -> metric(AwsIdentity.ofMachine())).isInstanceOf(AwsException.class);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(AwsLimits.LOOKUP.plusSeconds(4));
    }

    private CloudWatchMetrics.Answer metric(AwsIdentity identity) {
        return new CloudWatchMetrics(aws.clients(environment))
                .query(identity, "eu-west-1", Optional.empty(), "value(1)", Duration.ofMinutes(5), Instant.now());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<AssumeRoleResponse><AssumeRoleResult><Credentials>",
                "<html>A proxy's page</html>",
                "",
                "not XML",
                "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId></Credentials>"
                        + "</AssumeRoleResult></AssumeRoleResponse>",
                "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/hostname'>]><AssumeRoleResponse>&y;</AssumeRoleResponse>",
            })
    void anAnswerThatIsNotOfStsIsOneLine(String body) {
        for (int i = 0; i < 3; i++) {
            aws.refusals.add(new AwsStandIn.Answer(200, "text/xml", body));
        }
        assertThatThrownBy(() -> clusters.token(cluster(AwsIdentity.of("aws", AwsStandIn.secret(), AwsAccounts.ROLE))))
                .isInstanceOf(AwsException.class)
                .message()
                .startsWith("keys of credential aws as " + AwsAccounts.ROLE + ": ")
                .doesNotContain("\n")
                .hasSizeLessThan(600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "<html>", "[]", "{\"cluster\":[]}", "{\"cluster\":\"x\"}", "null"})
    void anAnswerThatIsNotOfEksIsOneLine(String body) {
        for (int i = 0; i < 3; i++) {
            aws.refusals.add(new AwsStandIn.Answer(200, "application/json", body));
        }
        assertThatThrownBy(() -> clusters.find(own()))
                .isInstanceOf(CutoverException.class)
                .message()
                .startsWith("EKS cluster \"orders-prod\" in eu-west-1")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not a url", "http://", "ftp://x", "https://a b", "cluster.example.com"})
    void anEndpointThatIsNoUrlIsOneLine(String endpoint) {
        aws.cluster.put("endpoint", endpoint);
        assertThatThrownBy(() -> clusters.find(own()))
                .isInstanceOf(CutoverException.class)
                .message()
                .startsWith("EKS cluster \"orders-prod\" in eu-west-1")
                .contains("\"" + endpoint + "\"");
    }

    @Test
    void expiredKeysAreARefusalWithTheirCode() {
        aws.refusals.add(new AwsStandIn.Answer(
                403,
                "text/xml",
                "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included"
                        + " in the request is expired</Message></Error></ErrorResponse>"));
        assertThatThrownBy(() -> clusters.token(cluster(AwsIdentity.of("aws", AwsStandIn.secret(), AwsAccounts.ROLE))))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.unavailable()).isFalse())
                .hasMessageContaining("ExpiredToken (403): The security token included in the request is expired");
    }

    @Test
    void theReasonMayBeInAHeaderOnly() {
        aws.refusals.add(new AwsStandIn.Answer(403, "application/json", "{}", "AccessDeniedException"));
        assertThatThrownBy(() -> clusters.find(own())).hasMessageContaining("AccessDeniedException (403)");
    }

    @Test
    void aCredentialWithALineBreakIsRefusedWithoutBeingShown() {
        AwsIdentity broken = AwsIdentity.of("aws", AwsStandIn.secret() + ":session\ntoken-part", "");
        assertThatThrownBy(() -> clusters.token(cluster(broken)))
                .hasMessageContaining("credential \"aws\": the session token holds a blank, a line break")
                .hasMessageNotContaining("token-part");
    }

    private static AwsStandIn.Answer json(int status, String code) {
        return new AwsStandIn.Answer(
                status, "application/json", "{\"__type\":\"" + code + "\",\"message\":\"Rate exceeded\"}");
    }

    private static EksCluster own() {
        return cluster(AwsIdentity.of("aws", AwsStandIn.secret(), ""));
    }

    private static EksCluster cluster(AwsIdentity identity) {
        return new EksCluster("eu-west-1", "orders-prod", identity);
    }
}

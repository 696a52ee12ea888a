package io.jenkins.plugins.cutover.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.eks.access.ClientFactory;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.sandbox.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in is accepted by the real {@code aws}: what our tests learn from it is not only our own view of AWS. */
class AwsCliTest {
    private static final String ARN = "arn:aws:iam::123456789012:";

    @TempDir
    Path home;

    private AwsStandIn aws;

    @BeforeEach
    void start() throws IOException {
        String missing = AwsCli.missing();
        if (!missing.isEmpty()) {
            System.out.println("AwsCliTest: skipped, " + missing);
        }
        assumeTrue(missing.isEmpty(), missing);
        aws = new AwsStandIn();
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(home.resolve(".aws/credentials"), """
                [prod]
                aws_access_key_id = AKIAPROFILE000000000
                aws_secret_access_key = profile-secret
                """);
    }

    @AfterEach
    void stop() {
        if (aws != null) {
            aws.close();
        }
    }

    @Test
    void getCallerIdentityNamesTheHolderOfTheKeys() throws IOException {
        assertThat(json("sts", "get-caller-identity").path("Arn").asText()).isEqualTo(ARN + "user/own");
    }

    @Test
    void assumeRoleIssuesKeysThatThenSign() throws IOException {
        JsonNode keys = json(
                        "sts",
                        "assume-role",
                        "--role-arn",
                        ARN + "role/partner",
                        "--role-session-name",
                        "cli",
                        "--external-id",
                        "team-7")
                .path("Credentials");
        Map<String, String> session = environment();
        session.put("AWS_ACCESS_KEY_ID", keys.path("AccessKeyId").asText());
        session.put("AWS_SECRET_ACCESS_KEY", keys.path("SecretAccessKey").asText());
        session.put("AWS_SESSION_TOKEN", keys.path("SessionToken").asText());
        assertThat(json(session, "sts", "get-caller-identity").path("Arn").asText())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/partner/cli");
    }

    @Test
    void aRoleWithoutItsExternalIdIsRefusedWithItsCode() throws IOException {
        AwsCli.Result refused = run(
                environment(), "sts", "assume-role", "--role-arn", ARN + "role/partner", "--role-session-name", "cli");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("An error occurred (AccessDenied) when calling the AssumeRole operation");
    }

    @Test
    void describeStacksGivesTheOutputs() throws IOException {
        assertThat(json("cloudformation", "describe-stacks", "--stack-name", "orders-eks")
                        .path("Stacks")
                        .path(0)
                        .path("Outputs")
                        .findValuesAsText("OutputValue"))
                .containsExactly("eu-west-1", "orders-prod");
    }

    @Test
    void getMetricDataGivesThePointsOfAllPages() throws IOException {
        JsonNode found = json(
                "cloudwatch",
                "get-metric-data",
                "--start-time",
                "2024-01-01T00:00:00Z",
                "--end-time",
                "2024-01-01T01:00:00Z",
                "--metric-data-queries",
                "[{\"Id\":\"q1\",\"Expression\":\"value(3.5)\"}]");
        List<Double> values = new ArrayList<>();
        found.path("MetricDataResults").forEach(series -> series.path("Values").forEach(v -> values.add(v.asDouble())));
        assertThat(values).containsExactly(3.5, 2.5);
    }

    @Test
    void s3CpStoresTheObject() throws IOException {
        Path file = Files.writeString(home.resolve("evidence.json"), "{\"format\": 1}");
        AwsCli.Result copied = run(environment(), "s3", "cp", file.toString(), "s3://evidence/orders/1.json");
        assertThat(copied.exit()).as(copied.err()).isZero();
        assertThat(aws.objects.get("/evidence/orders/1.json")).asString().isEqualTo("{\"format\": 1}");
    }

    @Test
    void keysThatAreNotKnownAreRefusedWithTheirCode() throws IOException {
        Map<String, String> unknown = environment();
        unknown.put("AWS_ACCESS_KEY_ID", "AKIAUNKNOWN000000000");
        AwsCli.Result refused = run(unknown, "sts", "get-caller-identity");
        assertThat(refused.err()).contains("An error occurred (InvalidClientTokenId)");
    }

    /** The kubeconfig as {@code aws} writes it: the profile is in the exec entry's environment. */
    @Test
    void aKubeconfigOfUpdateKubeconfigSignsAsItsProfile() throws IOException {
        aws.cluster(URI.create("https://cluster.example.com"), certificate());
        Path kubeconfig = home.resolve("kubeconfig");
        Map<String, String> environment = environment();
        environment.remove("AWS_ACCESS_KEY_ID");
        environment.remove("AWS_SECRET_ACCESS_KEY");
        AwsCli.Result written = run(
                environment,
                "--profile",
                "prod",
                "eks",
                "update-kubeconfig",
                "--name",
                "orders-prod",
                "--kubeconfig",
                kubeconfig.toString());
        assertThat(written.exit()).as(written.err()).isZero();
        ClientFactory clients =
                new ClientFactory(new EksClusters(aws.clock(), aws.clients(Map.of("HOME", home.toString()))));
        EksSpec.Access access = new EksSpec.Access(null, kubeconfig.toString(), "", "", "", false);
        try (KubernetesClient client = clients.open(access, credential -> Optional.empty())) {
            assertThat(client.getMasterUrl().getHost()).isEqualTo("cluster.example.com");
            assertThat(aws.whoSigned(client.getConfiguration().getOauthToken(), "orders-prod"))
                    .contains(ARN + "user/profile");
        }
    }

    @Test
    void getTokenSignsForTheCluster() throws IOException {
        String token = json("eks", "get-token", "--cluster-name", "orders-prod")
                .path("status")
                .path("token")
                .asText();
        assertThat(aws.whoSigned(token, "orders-prod")).contains(ARN + "user/own");
        assertThat(aws.whoSigned(token, "another")).isEmpty();
    }

    private static String certificate() throws IOException {
        return Files.readString(TestCertificates.get().ca());
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("HOME", home.toString());
        environment.put("AWS_ENDPOINT_URL", aws.uri().toString());
        environment.put("AWS_DEFAULT_REGION", "eu-west-1");
        environment.put("AWS_MAX_ATTEMPTS", "1");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_ACCESS_KEY_ID", AwsAccounts.OWN.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", AwsAccounts.OWN.secretAccessKey());
        return environment;
    }

    private static AwsCli.Result run(Map<String, String> environment, String... arguments) throws IOException {
        return AwsCli.run(environment, List.of(arguments));
    }

    private JsonNode json(String... arguments) throws IOException {
        return json(environment(), arguments);
    }

    private static JsonNode json(Map<String, String> environment, String... arguments) throws IOException {
        AwsCli.Result result = run(environment, arguments);
        assertThat(result.exit()).as(result.err()).isZero();
        return new ObjectMapper().readTree(result.out());
    }
}

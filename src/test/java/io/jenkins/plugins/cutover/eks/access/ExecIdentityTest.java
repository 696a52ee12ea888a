package io.jenkins.plugins.cutover.eks.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.ExecEnvVar;
import io.jenkins.plugins.cutover.aws.AwsCli;
import io.jenkins.plugins.cutover.aws.AwsStandIn;
import io.jenkins.plugins.cutover.aws.EksCluster;
import io.jenkins.plugins.cutover.aws.EksClusters;
import io.jenkins.plugins.cutover.model.CutoverException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kubeconfigs with {@code aws eks get-token}: as whom {@code aws} signs (expected, and measured with the real one where it
 * is installed), and as whom this code signs. It may refuse; it never signs as somebody else.
 */
class ExecIdentityTest {
    private static final String USER = "arn:aws:iam::123456789012:user/";
    private static final String ROLE = "arn:aws:sts::123456789012:assumed-role/";
    private static final String PROCESS = "PROCESS_";

    @TempDir
    Path home;

    private AwsStandIn aws;
    private String missing;

    @BeforeEach
    void start() throws IOException {
        aws = new AwsStandIn();
        missing = AwsCli.missing();
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(home.resolve(".aws/credentials"), """
                [prod]
                aws_access_key_id = AKIAPROFILE000000000
                aws_secret_access_key = profile-secret
                """);
        Files.writeString(home.resolve(".aws/config"), """
                [profile deploy]
                role_arn = arn:aws:iam::123456789012:role/deployer
                source_profile = prod
                role_session_name = nightly
                [profile partner]
                role_arn = arn:aws:iam::123456789012:role/partner
                source_profile = prod
                external_id = team-7
                role_session_name = partner
                [profile chained]
                role_arn = arn:aws:iam::123456789012:role/deployer
                source_profile = partner
                role_session_name = chained
                [profile web]
                role_arn = arn:aws:iam::123456789012:role/partner
                web_identity_token_file = TOKEN
                role_session_name = web
                [profile program]
                credential_process = /bin/false
                [profile login]
                sso_start_url = https://example.com
                sso_region = eu-west-1
                sso_account_id = 1
                sso_role_name = x
                """.replace(
                        "TOKEN", home.resolve("token").toString()));
        Files.writeString(home.resolve("token"), "a-jwt");
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    /**
     * KEYS stands for the long-term keys of {@code user/own} in the environment, HOME for the folder with the profiles.
     * PROCESS_ marks a variable of the process that reads the kubeconfig; the others are in the exec entry.
     */
    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                                   | KEYS                                | user/own",
                "--profile prod                      | -                                   | user/profile",
                "--profile prod                      | KEYS                                | user/profile",
                "--profile=prod                      | -                                   | user/profile",
                "-                                   | AWS_PROFILE=prod                    | user/profile",
                "-                                   | KEYS AWS_PROFILE=prod               | user/own",
                "--profile deploy                    | -                                   | deployer/nightly",
                "-                                   | AWS_PROFILE=deploy                  | deployer/nightly",
                "--profile partner                   | -                                   | partner/partner",
                "--role-arn ROLE                     | KEYS                                | deployer/EKSGetTokenAuth",
                "--profile prod --role-arn ROLE      | -                                   | deployer/EKSGetTokenAuth",
                "-                                   | AWS_ROLE_ARN=ROLE AWS_WEB_IDENTITY_TOKEN_FILE=HOME/token AWS_ROLE_SESSION_NAME=pod | deployer/pod",
                "-                                   | AWS_SHARED_CREDENTIALS_FILE=HOME/.aws/credentials AWS_CONFIG_FILE=/nope AWS_PROFILE=prod | user/profile",
                "-                                   | METADATA                            | controller/i-0123456789",
                "-                                   | PROCESS_AWS_DEFAULT_PROFILE=prod        | user/profile",
                "-                                   | PROCESS_AWS_DEFAULT_PROFILE=prod AWS_PROFILE=deploy | user/profile",
                "--profile chained                   | -                                   | deployer/chained",
                "-                                   | AWS_PROFILE=web AWS_ROLE_ARN=ROLE AWS_WEB_IDENTITY_TOKEN_FILE=HOME/token AWS_ROLE_SESSION_NAME=pod | deployer/pod",
                "--profile web                       | -                                   | partner/web",
                "-                                   | KEYS AWS_PROFILE=nope               | refused",
                "-                                   | KEYS AWS_PROFILE=                   | refused",
                "--profile nope                      | KEYS                                | refused",
                "--profile program                   | -                                   | refused",
                "--profile login                     | -                                   | refused",
                "-                                   | METADATA AWS_EC2_METADATA_DISABLED=true | refused",
            })
    void aKubeconfigSignsAsAwsDoes(String arguments, String environment, String expected) throws IOException {
        Map<String, String> variables = variables(environment);
        List<String> options = options(arguments);
        if (missing.isEmpty()) {
            assertThat(signedByAws(options, variables)).as("aws").satisfies(arn -> matches(arn, expected));
        } else {
            System.out.println("ExecIdentityTest does not ask the real aws: " + missing);
        }
        assertThat(signedByUs(options, variables)).as("this code").satisfies(arn -> matches(arn, expected));
    }

    @ParameterizedTest
    @CsvSource({
        "--endpoint-url http://127.0.0.1:1, , --endpoint-url",
        "--no-verify-ssl, , --no-verify-ssl",
        "--no-sign-request, , --no-sign-request",
        ", AWS_ENDPOINT_URL=http://127.0.0.1:1, AWS_ENDPOINT_URL",
        ", AWS_ENDPOINT_URL_STS=http://127.0.0.1:1, AWS_ENDPOINT_URL_STS",
        ", AWS_STS_REGIONAL_ENDPOINTS=legacy, AWS_STS_REGIONAL_ENDPOINTS",
        ", AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:1, AWS_CONTAINER_CREDENTIALS_FULL_URI",
        ", AWS_CA_BUNDLE=/x, AWS_CA_BUNDLE",
    })
    void whatIsNotSupportedIsRefusedByName(String arguments, String environment, String named) {
        assertThat(signedByUs(options(arguments), variables(environment)))
                .isEqualTo("refused: kubeconfig: its command aws " + (named.startsWith("-") ? "has " : "sets ") + named
                        + ", which is not supported");
    }

    @Test
    void theAuthenticatorsOptionsAreUnderstood() {
        ExecConfig exec = new ExecConfig();
        exec.setCommand("/usr/local/bin/aws-iam-authenticator");
        exec.setArgs(List.of(
                "token",
                "-i",
                "orders-prod",
                "--region",
                "eu-west-1",
                "-r",
                "arn:aws:iam::123456789012:role/partner",
                "-e",
                "team-7",
                "-s",
                "authenticator"));
        exec.setEnv(List.of(
                new ExecEnvVar("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
                new ExecEnvVar("AWS_SECRET_ACCESS_KEY", "own-secret")));
        assertThat(signed(exec, Map.of())).isEqualTo(ROLE + "partner/authenticator");
    }

    private static void matches(String arn, String expected) {
        if (expected.equals("refused")) {
            assertThat(arn).startsWith("refused");
        } else if (expected.startsWith("user/")) {
            assertThat(arn).isEqualTo(USER + expected.substring("user/".length()));
        } else {
            assertThat(arn).isEqualTo(ROLE + expected);
        }
    }

    private Map<String, String> variables(String text) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("HOME", home.toString());
        for (String each : text == null ? new String[0] : text.trim().split(" +")) {
            if (each.equals("KEYS")) {
                variables.put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
                variables.put("AWS_SECRET_ACCESS_KEY", "own-secret");
            } else if (each.equals("METADATA")) {
                variables.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.uri().toString());
            } else {
                String[] pair = each.split("=", 2);
                variables.put(
                        pair[0],
                        pair[1].replace("HOME", home.toString())
                                .replace("ROLE", "arn:aws:iam::123456789012:role/deployer"));
            }
        }
        if (!variables.containsKey("AWS_EC2_METADATA_SERVICE_ENDPOINT")) {
            variables.putIfAbsent("AWS_EC2_METADATA_DISABLED", "true");
        }
        return variables;
    }

    private static List<String> options(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.trim().split(" +"))
                        .map(each -> each.replaceFirst("^ROLE$", "arn:aws:iam::123456789012:role/deployer"))
                        .toList();
    }

    private static Map<String, String> ofProcess(Map<String, String> variables) {
        Map<String, String> process = new HashMap<>();
        variables.forEach((name, value) -> {
            if (name.startsWith(PROCESS)) {
                process.put(name.substring(PROCESS.length()), value);
            }
        });
        return process;
    }

    private String signedByAws(List<String> options, Map<String, String> variables) throws IOException {
        Map<String, String> environment = new HashMap<>(variables);
        environment.keySet().removeIf(name -> name.startsWith(PROCESS));
        environment.putAll(ofProcess(variables));
        environment.put("AWS_ENDPOINT_URL", aws.uri().toString());
        environment.put("AWS_MAX_ATTEMPTS", "1");
        AwsCli.Result result = AwsCli.run(environment, command(options));
        if (result.exit() != 0) {
            return "refused: " + result.err();
        }
        String token = new ObjectMapper()
                .readTree(result.out())
                .path("status")
                .path("token")
                .asText();
        return aws.whoSigned(token, "orders-prod").orElse("no identity that STS knows");
    }

    private String signedByUs(List<String> options, Map<String, String> variables) {
        ExecConfig exec = new ExecConfig();
        exec.setCommand("aws");
        exec.setArgs(command(options));
        List<ExecEnvVar> environment = new ArrayList<>();
        variables.forEach((name, value) -> {
            if (!name.startsWith(PROCESS)) {
                environment.add(new ExecEnvVar(name, value));
            }
        });
        exec.setEnv(environment);
        return signed(exec, ofProcess(variables));
    }

    private String signed(ExecConfig exec, Map<String, String> process) {
        KubeconfigFile file =
                new KubeconfigFile("kubeconfig", null, "clusters: [{name: x, cluster: {server: https://x}}]");
        try {
            Optional<EksCluster> cluster = EksExec.cluster(file, exec, "", "");
            String token = new EksClusters(aws.clock(), aws.clients(process)).token(cluster.orElseThrow());
            return aws.whoSigned(token, "orders-prod").orElse("no identity that STS knows");
        } catch (CutoverException e) {
            return "refused: " + e.getMessage();
        }
    }

    private static List<String> command(List<String> options) {
        List<String> command =
                new ArrayList<>(List.of("--region", "eu-west-1", "eks", "get-token", "--cluster-name", "orders-prod"));
        command.addAll(options);
        return command;
    }
}

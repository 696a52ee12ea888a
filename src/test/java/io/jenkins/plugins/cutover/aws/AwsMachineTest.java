package io.jenkins.plugins.cutover.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The identity of the machine itself: its profiles, a container, an instance. */
@Isolated("sets system properties of the whole process")
class AwsMachineTest {
    private static final List<String> PROPERTIES = List.of(
            "aws.containerCredentialsFullUri",
            "aws.containerAuthorizationToken",
            "http.proxyHost",
            "http.proxyPort",
            "http.nonProxyHosts");

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path home;

    private AwsStandIn aws;

    @BeforeEach
    void start() throws IOException {
        aws = new AwsStandIn();
        Files.createDirectories(home.resolve(".aws"));
        environment.put("HOME", home.toString());
    }

    @AfterEach
    void stop() {
        aws.close();
        PROPERTIES.forEach(System::clearProperty);
    }

    @Test
    void aContainersKeysSign() {
        inContainer();
        assertThat(whoSigned()).isEqualTo("arn:aws:sts::123456789012:assumed-role/pod/eks-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "not json",
                "{\"Code\":\"AccessDenied\",\"Message\":\"no role\"}",
                "{\"AccessKeyId\":\"ASIACONTAINER0000000\",\"SecretAccessKey\":\"container-secret\",\"Token\":\"t\"}",
                "container-secret",
                "{\"SecretAccessKey\": container-secret}",
            })
    void aContainerWithoutUsableKeysIsOneLine(String answer) {
        inContainer();
        aws.containerCredentials = answer;
        assertThatThrownBy(this::whoSigned)
                .isInstanceOf(AwsException.class)
                .message()
                .startsWith("keys of this machine: ")
                .doesNotContain("\n", "container-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]"})
    void theMetadataOfAnInstanceIsNeverAskedThroughAProxy(String host) throws IOException {
        aws.close();
        aws = new AwsStandIn(host);
        throughAProxyThatIsNotThere();
        assertThat(whoSigned()).isEqualTo("arn:aws:sts::123456789012:assumed-role/controller/i-0123456789");
    }

    @Test
    void theEndpointOfAContainerIsNeverAskedThroughAProxy() {
        inContainer();
        throughAProxyThatIsNotThere();
        assertThat(whoSigned()).isEqualTo("arn:aws:sts::123456789012:assumed-role/pod/eks-1");
    }

    /** As botocore does: the role of a source profile that also has keys is not assumed. */
    @Test
    void aSourceProfileWithKeysSignsWithThem() throws IOException {
        profiles("""
                [default]
                role_arn = arn:aws:iam::123456789012:role/deployer
                role_session_name = nightly
                source_profile = both
                [profile both]
                role_arn = arn:aws:iam::123456789012:role/other
                source_profile = both
                aws_access_key_id = AKIAPROFILE000000000
                aws_secret_access_key = profile-secret
                """);
        assertThat(whoSigned()).isEqualTo("arn:aws:sts::123456789012:assumed-role/deployer/nightly");
        assertThat(aws.asked).containsExactly("AssumeRole");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "credential_process = /bin/false",
                "sso_session = x",
                "mfa_serial = arn:aws:iam::1:mfa/x",
                "endpoint_url = http://127.0.0.1:1",
                "services = x",
                "role_arn = arn:aws:iam::123456789012:role/deployer",
                "role_arn = arn:aws:iam::123456789012:role/deployer\nsource_profile = default",
                "role_arn = arn:aws:iam::123456789012:role/deployer\nsource_profile = nope",
                "role_arn = arn:aws:iam::123456789012:role/deployer\ncredential_source = Elsewhere",
            })
    void aProfileThatCannotBeUsedIsRefusedAndIsNoMistakeOfTheServiceFile(String lines) throws IOException {
        profiles("[default]\n" + lines + "\n");
        assertThatThrownBy(this::whoSigned)
                .isInstanceOf(CutoverException.class)
                .isNotInstanceOf(InvalidInputException.class)
                .message()
                .startsWith("AWS profile \"default\"")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[profile prod", "no section = 1", "[default]\n = x", "\u0000"})
    void aBrokenFileOfProfilesIsOneLine(String text) throws IOException {
        profiles(text);
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        assertThatThrownBy(this::whoSigned)
                .isInstanceOf(CutoverException.class)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aProfileMayAskForTheEndpointsOfFips() throws IOException {
        profiles("[default]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\n");
        AwsClients clients = aws.clients(environment);
        assertThat(clients.fips(AwsIdentity.ofMachine())).isTrue();
        assertThat(clients.dualStack(AwsIdentity.ofMachine())).isTrue();
        environment.put("AWS_USE_FIPS_ENDPOINT", "false");
        assertThat(clients.fips(AwsIdentity.ofMachine())).isFalse();
    }

    private void inContainer() {
        String uri = aws.uri() + "/v1/credentials";
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri);
        System.setProperty("aws.containerCredentialsFullUri", uri);
        System.setProperty("aws.containerAuthorizationToken", "pod-token");
    }

    private static void throughAProxyThatIsNotThere() {
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", "1");
        System.setProperty("http.nonProxyHosts", "");
    }

    private void profiles(String text) throws IOException {
        Files.writeString(home.resolve(".aws/config"), text);
    }

    private String whoSigned() {
        EksClusters clusters = new EksClusters(aws.clock(), aws.clients(environment));
        String token = clusters.token(new EksCluster("eu-west-1", "orders-prod", AwsIdentity.ofMachine()));
        return aws.whoSigned(token, "orders-prod").orElse("no identity that STS knows");
    }
}

package io.jenkins.plugins.cutover.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** The expected signatures were made by botocore 1.29.27 for the same keys, time and request. */
class EksTokenTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-05-06T07:08:09Z"), ZoneOffset.UTC);
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    @Test
    void aTokenIsTheUrlThatBotocorePresigns() {
        assertThat(url("eu-west-1", AwsBasicCredentials.create("AKIDEXAMPLE", SECRET), Map.of()))
                .isEqualTo("https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15"
                        + "&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                        + "&X-Amz-Credential=AKIDEXAMPLE%2F20240506%2Feu-west-1%2Fsts%2Faws4_request"
                        + "&X-Amz-Date=20240506T070809Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id"
                        + "&X-Amz-Signature=71c3c56a7b24bababd71975d42ed3b0d8a60a9efc048b49d959e34c160bf6aac");
    }

    @Test
    void aSessionTokenIsSignedToo() {
        AwsCredentials keys = AwsSessionCredentials.create("AKIDEXAMPLE", SECRET, "FwoGZXIvYXdzEJr//+=tok");
        assertThat(url("eu-west-1", keys, Map.of()))
                .contains("&X-Amz-Security-Token=FwoGZXIvYXdzEJr%2F%2F%2B%3Dtok&")
                .endsWith("&X-Amz-Signature=5fdfdd2d59b0b4424d592bbb606d9dda5b6a00600d086151acea218e82afc280");
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, sts.eu-west-1.amazonaws.com",
        "us-east-1, sts.us-east-1.amazonaws.com",
        "cn-north-1, sts.cn-north-1.amazonaws.com.cn",
        "us-gov-west-1, sts.us-gov-west-1.amazonaws.com",
        "us-iso-east-1, sts.us-iso-east-1.c2s.ic.gov",
        "us-isob-east-1, sts.us-isob-east-1.sc2s.sgov.gov",
        "eusc-de-east-1, sts.eusc-de-east-1.amazonaws.eu",
    })
    void eachPartitionHasItsOwnDomain(String region, String host) {
        assertThat(url(region, AwsBasicCredentials.create("AKIDEXAMPLE", SECRET), Map.of()))
                .startsWith("https://" + host + "/?Action=GetCallerIdentity");
    }

    @Test
    void fipsAndDualStackEndpointsAreUsedWhereTheEnvironmentAsksForThem() {
        AwsCredentials keys = AwsBasicCredentials.create("AKIDEXAMPLE", SECRET);
        assertThat(url("us-east-1", keys, Map.of("AWS_USE_FIPS_ENDPOINT", "true")))
                .startsWith("https://sts-fips.us-east-1.amazonaws.com/?");
        assertThat(url("us-east-1", keys, Map.of("AWS_USE_DUALSTACK_ENDPOINT", "true")))
                .startsWith("https://sts.us-east-1.api.aws/?");
    }

    private static String url(String region, AwsCredentials keys, Map<String, String> environment) {
        AwsClients clients = new AwsClients(environment::get, (service, where) -> Optional.empty(), Optional.empty());
        EksCluster cluster = new EksCluster(region, "orders-prod", AwsIdentity.ofMachine());
        String token = new EksToken(clients, CLOCK).sign(keys, cluster, "orders-prod");
        byte[] url = Base64.getUrlDecoder().decode(token.substring("k8s-aws-v1.".length()));
        return new String(url, StandardCharsets.US_ASCII);
    }
}

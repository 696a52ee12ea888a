package io.jenkins.plugins.cutover.model.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The expected signatures were made by botocore 1.29.27 for the same keys, time and request. */
class SigV4Test {
    private static final Instant NOW = Instant.parse("2024-05-06T07:08:09Z");
    private static final URI STS = URI.create("https://sts.eu-west-1.amazonaws.com");
    private static final URI CLUSTER = URI.create("https://eks.eu-west-1.amazonaws.com/clusters/orders-prod");
    private static final Map<String, String> IDENTITY = Map.of("Action", "GetCallerIdentity", "Version", "2011-06-15");

    @Test
    void aPresignedAddressIsTheOneThatBotocoreMakes() {
        assertThat(presign(keys("")))
                .isEqualTo("https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15"
                        + "&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                        + "&X-Amz-Credential=AKIDEXAMPLE%2F20240506%2Feu-west-1%2Fsts%2Faws4_request"
                        + "&X-Amz-Date=20240506T070809Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id"
                        + "&X-Amz-Signature=71c3c56a7b24bababd71975d42ed3b0d8a60a9efc048b49d959e34c160bf6aac");
    }

    @Test
    void aSessionTokenIsSignedAlong() {
        assertThat(presign(keys("FwoGZXIvYXdzEJr//+=tok")))
                .contains("&X-Amz-Security-Token=FwoGZXIvYXdzEJr%2F%2F%2B%3Dtok&")
                .endsWith("&X-Amz-Signature=5fdfdd2d59b0b4424d592bbb606d9dda5b6a00600d086151acea218e82afc280");
    }

    @Test
    void signedHeadersAreThoseThatBotocoreMakes() {
        assertThat(new SigV4(keys(""), "eu-west-1", "eks", NOW).headers(CLUSTER))
                .containsEntry("x-amz-date", "20240506T070809Z")
                .containsEntry(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20240506/eu-west-1/eks/aws4_request,"
                                + " SignedHeaders=host;x-amz-date,"
                                + " Signature=f2470139bc6ba321d176fa35f055985dddace3d1fbf06835e21e8d6938ec789a");
        assertThat(new SigV4(keys("FwoGZXIvYXdzEJr//+=tok"), "eu-west-1", "eks", NOW)
                        .headers(CLUSTER)
                        .get("Authorization"))
                .endsWith("Signature=f0fc983c4119192a9358faaa387114415d54ba69148fd01324d855396337622c");
    }

    @Test
    void keysAreReadFromACredentialAndNeverShown() {
        AwsCredentials keys = AwsCredentials.parse("aws", "AKIAIOSFODNN7EXAMPLE:wJalr/+:tok:en");
        assertThat(keys.secretKey()).isEqualTo("wJalr/+");
        assertThat(keys.sessionToken()).isEqualTo("tok:en");
        assertThat(keys).hasToString("AWS key AKIAIOSFODNN7EXAMPLE");
        assertThatThrownBy(() -> AwsCredentials.parse("aws", "user:swordfish"))
                .hasMessageContaining("credential \"aws\" does not hold AWS keys")
                .hasMessageNotContaining("swordfish");
    }

    private static String presign(AwsCredentials keys) {
        return new SigV4(keys, "eu-west-1", "sts", NOW)
                .presign(STS, IDENTITY, Map.of("x-k8s-aws-id", "orders-prod"), 60)
                .toString();
    }

    private static AwsCredentials keys(String session) {
        return new AwsCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", session, Instant.MAX);
    }
}

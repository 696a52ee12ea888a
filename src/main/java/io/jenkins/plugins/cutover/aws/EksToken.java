package io.jenkins.plugins.cutover.aws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * A bearer token for a cluster, as {@code aws eks get-token} makes it: {@code k8s-aws-v1.} and the base64url of a
 * presigned GetCallerIdentity URL of the regional STS that signs the header {@code x-k8s-aws-id} along. EKS itself ends
 * a token 15 minutes after it was signed.
 */
record EksToken(AwsClients clients, Clock clock) {
    private static final Duration PRESIGNED = Duration.ofSeconds(60);
    /** botocore's order: the operation first, the signature last. */
    private static final List<String> ORDER = List.of(
            "Action",
            "Version",
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-Expires",
            "X-Amz-SignedHeaders",
            "X-Amz-Security-Token",
            "X-Amz-Signature");

    /** @param name the cluster's, or its id for one on an Outpost */
    String sign(AwsCredentials keys, EksCluster cluster, String name) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(endpoint(cluster))
                .encodedPath("/")
                .putRawQueryParameter("Action", "GetCallerIdentity")
                .putRawQueryParameter("Version", "2011-06-15")
                .putHeader("x-k8s-aws-id", name)
                .build();
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(keys)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, cluster.region())
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
                        .putProperty(
                                AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, PRESIGNED)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request();
        return "k8s-aws-v1."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(url(signed).getBytes(StandardCharsets.US_ASCII));
    }

    private URI endpoint(EksCluster cluster) {
        return clients.endpoint("sts", cluster.region()).orElseGet(() -> StsEndpointProvider.defaultProvider()
                .resolveEndpoint(sts -> sts.region(Region.of(cluster.region()))
                        .useFips(clients.fips(cluster.identity()))
                        .useDualStack(clients.dualStack(cluster.identity()))
                        .useGlobalEndpoint(false))
                .join()
                .url());
    }

    private static String url(SdkHttpRequest signed) {
        Map<String, List<String>> parameters = signed.rawQueryParameters();
        String query = Stream.concat(
                        ORDER.stream().filter(parameters::containsKey),
                        parameters.keySet().stream().filter(name -> !ORDER.contains(name)))
                .map(name ->
                        name + "=" + SdkHttpUtils.urlEncode(parameters.get(name).get(0)))
                .collect(Collectors.joining("&"));
        URI uri = signed.getUri();
        return uri.getScheme() + "://" + uri.getAuthority() + "/?" + query;
    }
}

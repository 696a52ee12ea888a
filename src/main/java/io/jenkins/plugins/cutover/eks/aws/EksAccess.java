package io.jenkins.plugins.cutover.eks.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.aws.AwsCredentials;
import io.jenkins.plugins.cutover.model.aws.SigV4;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Finds Amazon EKS clusters by region and name. DescribeCluster returns the endpoint and the CA; the keys of STS sign the
 * tokens. Answers are kept while they are valid, so that a tick each half second is not an AWS request each half second. A
 * token is renewed well before its 15 minutes end.
 *
 * <p>This is not the AWS SDK: only three signed GETs and one signature are needed, which {@code SigV4} makes as botocore does (its
 * test holds the two side by side) and CloudWatch's metrics use as well, while the SDK's modules {@code eks} and
 * {@code sts} 2.31.78 bring 45 jars of 12.8 MB (measured with dependency:copy-dependencies).
 */
public final class EksAccess {
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);
    private static final Duration CLUSTER_LIFE = Duration.ofMinutes(10);
    /** Keys that end sooner are renewed. */
    private static final Duration KEYS_LEFT = Duration.ofMinutes(5);

    private static final URI INSTANCE_METADATA = URI.create("http://169.254.169.254");
    private static final String STACK = "stack/";
    private static final ObjectMapper JSON = Json.mapper();

    private final Clock clock;
    private final AwsHttp http = new AwsHttp();
    private final AwsKeys machine;
    private final BiFunction<String, String, URI> endpoints;
    private final Map<String, Cluster> clusters = new ConcurrentHashMap<>();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Map<String, AwsCredentials> keys = new ConcurrentHashMap<>();

    /**
     * Where a cluster answers.
     *
     * @param name its own, which tokens are signed for
     * @param ca PEM in base64, as DescribeCluster gives it
     */
    public record Cluster(String name, URI endpoint, String ca, Instant until) {}

    private record Token(String text, Instant until) {
        @Override
        public String toString() {
            return "token until " + until;
        }
    }

    /**
     * @param cluster its name, or {@code stack/NAME} for the output {@code ClusterName} of a CloudFormation stack
     * @param role ARN of a role to assume first; empty for none
     * @param secret AWS keys; empty for those of this machine
     * @param secretName of the credential, for errors
     */
    public record Request(String region, String cluster, String role, String secret, String secretName) {
        /** With the secret's hash, since one name may stand for another secret elsewhere, or be changed. */
        private String key() {
            return String.join(" ", region, cluster, role, secretName) + " " + secret.hashCode();
        }

        @Override
        public String toString() {
            return cluster.startsWith(STACK)
                    ? "CloudFormation stack \"" + cluster.substring(STACK.length()) + "\" in " + region
                    : "EKS cluster \"" + cluster + "\" in " + region;
        }
    }

    public EksAccess(Clock clock) {
        this(clock, System::getenv, EksAccess::endpoint, INSTANCE_METADATA);
    }

    /**
     * @param environment of this machine
     * @param endpoints by service ({@code sts}, {@code eks}) and region: a VPC may have its own
     */
    public EksAccess(
            Clock clock,
            UnaryOperator<String> environment,
            BiFunction<String, String, URI> endpoints,
            URI instanceMetadata) {
        this.clock = clock;
        this.endpoints = endpoints;
        this.machine = new AwsKeys(environment, http, instanceMetadata);
    }

    private static URI endpoint(String service, String region) {
        String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
        return URI.create("https://" + service + "." + region + "." + domain);
    }

    /** @throws CutoverException in AWS's words when the cluster is not there or may not be described */
    public Cluster cluster(Request request) {
        return clusters.compute(
                request.key(),
                (key, known) -> known != null && known.until().isAfter(clock.instant()) ? known : describe(request));
    }

    /** A bearer token that is good for five minutes at least. */
    public String token(Request request) {
        return tokens.compute(request.key(), (key, known) -> {
                    if (known != null && known.until().isAfter(clock.instant())) {
                        return known;
                    }
                    String text = sts(request.region()).token(keys(request), named(request));
                    return new Token(text, clock.instant().plus(TOKEN_LIFE));
                })
                .text();
    }

    private String named(Request request) {
        return request.cluster().startsWith(STACK) ? cluster(request).name() : request.cluster();
    }

    private Cluster describe(Request request) {
        String name = request.cluster().startsWith(STACK)
                ? new Stacks(http, endpoints.apply("cloudformation", request.region()), request.region(), clock)
                        .clusterName(keys(request), request.cluster().substring(STACK.length()))
                : request.cluster();
        URI uri = URI.create(endpoints.apply("eks", request.region()) + "/clusters/" + name);
        Map<String, String> headers = new SigV4(keys(request), request.region(), "eks", clock.instant()).headers(uri);
        String what = request.toString();
        try {
            JsonNode cluster = JSON.readTree(http.get(what, uri, headers)).path("cluster");
            String endpoint = cluster.path("endpoint").asText();
            if (endpoint.isEmpty()) {
                throw new CutoverException(what + " has no address yet; its status is "
                        + cluster.path("status").asText("unknown"));
            }
            String ca = cluster.path("certificateAuthority").path("data").asText();
            return new Cluster(name, URI.create(endpoint), ca, clock.instant().plus(CLUSTER_LIFE));
        } catch (JsonProcessingException e) {
            throw new CutoverException(what + ": the answer is not JSON", e);
        }
    }

    private AwsCredentials keys(Request request) {
        return keys.compute(
                request.key(),
                (key, known) ->
                        known != null && known.expires().minus(KEYS_LEFT).isAfter(clock.instant())
                                ? known
                                : freshKeys(request));
    }

    private AwsCredentials freshKeys(Request request) {
        Sts sts = sts(request.region());
        AwsCredentials own = request.secret().isEmpty()
                ? machine.find(sts)
                : AwsCredentials.parse(request.secretName(), request.secret());
        return request.role().isEmpty() ? own : sts.assumeRole(own, request.role());
    }

    private Sts sts(String region) {
        return new Sts(http, endpoints.apply("sts", region), region, clock);
    }
}

package io.jenkins.plugins.cutover.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Makes the SDK's clients, all with the same limits: {@link AwsLimits#ATTEMPT} for one attempt with its body,
 * {@link AwsLimits#CALL} for a call with its retries (the SDKs' standard mode: three attempts, exponential backoff with
 * jitter), {@link AnswerLimit#BYTES} for an answer. Safe for use by several threads; keep one, for a provider of temporary keys renews them before they end.
 */
public final class AwsClients {
    private static final int MOST_KEPT = 200;
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final UnaryOperator<String> environment;
    private final BiFunction<String, String, Optional<URI>> endpoints;
    private final Optional<String> metadataEndpoint;
    private final Map<Key, AwsCredentialsProvider> providers = new ConcurrentHashMap<>();

    private record Key(AwsIdentity identity, String region) {}

    /** The environment of this process, and AWS's own endpoints. */
    public AwsClients() {
        this(System::getenv, (service, region) -> Optional.empty(), Optional.empty());
    }

    /**
     * @param environment the value of a variable of this process; null for an unset one
     * @param endpoints by service ({@code sts}, {@code eks}, {@code cloudformation}, {@code monitoring}) and region;
     *     empty for the SDK's own
     * @param metadataEndpoint of the instance metadata service; empty for the SDK's own
     */
    public AwsClients(
            UnaryOperator<String> environment,
            BiFunction<String, String, Optional<URI>> endpoints,
            Optional<String> metadataEndpoint) {
        this.environment = environment;
        this.endpoints = endpoints;
        this.metadataEndpoint = metadataEndpoint;
    }

    /** @return the provider of the identity's keys, the same one for the same identity in a region */
    AwsCredentialsProvider provider(AwsIdentity identity, String region) {
        Key key = new Key(identity, region);
        AwsCredentialsProvider known = providers.get(key);
        if (known != null) {
            return known;
        }
        Variables variables = new Variables(identity.environment(), environment);
        Optional<String> metadata = Optional.of(variables.get("AWS_EC2_METADATA_SERVICE_ENDPOINT"))
                .filter(endpoint -> !endpoint.isEmpty())
                .or(() -> metadataEndpoint);
        AwsCredentialsProvider made =
                new CredentialChain(identity, variables, source -> sts(source, identity, region), metadata).provider();
        if (providers.size() >= MOST_KEPT) {
            providers.clear(); // secrets that were changed are not kept for ever
        }
        providers.put(key, made);
        return made;
    }

    /** Forgets the identity's keys, so that the next call finds them anew. */
    void forget(AwsIdentity identity, String region) {
        providers.remove(new Key(identity, region));
    }

    Variables variables(AwsIdentity identity) {
        return new Variables(identity.environment(), environment);
    }

    Optional<URI> endpoint(String service, String region) {
        return endpoints.apply(service, region);
    }

    /** Whether the identity asks for endpoints of FIPS; by a variable, or in its profile. */
    boolean fips(AwsIdentity identity) {
        return isTrue(identity, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
    }

    /** Whether the identity asks for dual-stack endpoints; by a variable, or in its profile. */
    boolean dualStack(AwsIdentity identity) {
        return isTrue(identity, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    }

    private boolean isTrue(AwsIdentity identity, String variable, String property) {
        Variables variables = variables(identity);
        return variables.get(variable).isEmpty()
                ? new AwsProfiles(variables).isTrue(identity.profile(), property)
                : variables.isTrue(variable);
    }

    private StsClient sts(AwsCredentialsProvider keys, AwsIdentity identity, String region) {
        return limited(StsClient.builder(), "sts", keys, identity, region).build();
    }

    EksClient eks(AwsIdentity identity, String region) {
        return limited(EksClient.builder(), "eks", provider(identity, region), identity, region)
                .build();
    }

    CloudFormationClient cloudFormation(AwsIdentity identity, String region) {
        return limited(CloudFormationClient.builder(), "cloudformation", provider(identity, region), identity, region)
                .build();
    }

    /** @param url instead of AWS's own endpoint; empty for that */
    CloudWatchClient cloudWatch(AwsIdentity identity, String region, Optional<URI> url) {
        var limited = limited(CloudWatchClient.builder(), "monitoring", provider(identity, region), identity, region);
        url.ifPresent(limited::endpointOverride);
        return limited.build();
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B limited(
            B builder, String service, AwsCredentialsProvider keys, AwsIdentity identity, String region) {
        endpoints.apply(service, region).ifPresent(builder::endpointOverride);
        return builder.region(Region.of(region))
                .credentialsProvider(keys)
                .httpClient(http())
                .fipsEnabled(fips(identity))
                .dualstackEnabled(dualStack(identity))
                .overrideConfiguration(limits -> limits.apiCallTimeout(AwsLimits.CALL)
                        .apiCallAttemptTimeout(AwsLimits.ATTEMPT)
                        .addExecutionInterceptor(new AnswerLimit())
                        .retryStrategy(RetryMode.STANDARD));
    }

    /** The JDK's HttpURLConnection: no pool and no thread that outlives a call. */
    private static SdkHttpClient http() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(AwsLimits.ATTEMPT)
                .build();
    }
}

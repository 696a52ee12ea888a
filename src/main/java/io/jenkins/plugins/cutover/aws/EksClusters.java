package io.jenkins.plugins.cutover.aws;

import io.jenkins.plugins.cutover.model.CutoverException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;

/**
 * Finds EKS clusters by region and name, and signs tokens for them. Answers are kept while they are valid: a tick each
 * half second is not an AWS call each half second. Safe for use by several threads.
 */
public final class EksClusters {
    private static final Duration TOKEN_KEPT = Duration.ofMinutes(10);
    private static final Duration CLUSTER_KEPT = Duration.ofMinutes(10);
    /** A token of keys that end is renewed this long before them: a client of the cluster keeps its token for 3 minutes. */
    private static final Duration BEFORE_KEYS_END = Duration.ofMinutes(4);
    /**
     * For temporary keys whose end is not known. The SDK 2.38.2 does not tell the end of an instance's or a container's
     * keys; it renews them 5 minutes before it or earlier ({@link CredentialChain}).
     */
    private static final Duration END_UNKNOWN_KEPT = Duration.ofMinutes(1);

    private static final Set<String> USABLE = Set.of("ACTIVE", "UPDATING");
    private static final String CLUSTER_OUTPUT = "ClusterName";

    private final Clock clock;
    /** Null until the first use: nothing of the SDK is loaded for clusters elsewhere. */
    private AwsClients clients;

    private final Map<EksCluster, Found> clusters = new ConcurrentHashMap<>();
    private final Map<EksCluster, Token> tokens = new ConcurrentHashMap<>();
    private final SharedCalls<EksCluster, Found> lookups = new SharedCalls<>(AwsLimits.LOOKUP);
    private final SharedCalls<EksCluster, Token> signing = new SharedCalls<>(AwsLimits.LOOKUP);

    /**
     * A cluster that can be used.
     *
     * @param name its own, which tokens are signed for
     * @param ca PEM in base64, as DescribeCluster gives it
     */
    public record Found(String name, URI endpoint, String ca, Instant until) {}

    private record Token(String text, Instant until) {
        @Override
        public String toString() {
            return "token until " + until;
        }
    }

    public EksClusters(Clock clock) {
        this(clock, null);
    }

    /** @param clients null for those of this process, made at the first use */
    public EksClusters(Clock clock, AwsClients clients) {
        this.clock = clock;
        this.clients = clients;
    }

    private synchronized AwsClients clients() {
        if (clients == null) {
            clients = new AwsClients();
        }
        return clients;
    }

    /** @throws CutoverException of one line when the cluster is not there, not usable or may not be described */
    public Found find(EksCluster cluster) {
        Found known = clusters.get(cluster);
        if (known != null && known.until().isAfter(clock.instant())) {
            return known;
        }
        return lookups.get(cluster, cluster.toString(), () -> {
            Found found = describe(cluster);
            clusters.put(cluster, found);
            return found;
        });
    }

    /** @return a bearer token; its keys outlive it by 4 minutes where they last that long */
    public String token(EksCluster cluster) {
        Token known = tokens.get(cluster);
        if (known != null && known.until().isAfter(clock.instant())) {
            return known.text();
        }
        return signing.get(cluster, "token for " + cluster, () -> {
                    Token token = sign(cluster);
                    tokens.put(cluster, token);
                    return token;
                })
                .text();
    }

    /** The cluster refused this token: the next one is signed with keys that are found anew. */
    public void refused(String token) {
        tokens.entrySet().stream()
                .filter(entry -> entry.getValue().text().equals(token))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(cluster -> {
                    tokens.remove(cluster);
                    clients().forget(cluster.identity(), cluster.region());
                });
    }

    private Token sign(EksCluster cluster) {
        String name = cluster.isStackOutput() ? find(cluster).name() : cluster.cluster();
        String what = "keys of " + cluster.identity();
        AwsCredentials keys = AwsErrors.translating(
                what,
                () -> clients().provider(cluster.identity(), cluster.region()).resolveCredentials());
        return new Token(new EksToken(clients(), clock).sign(keys, cluster, name), until(keys));
    }

    private Instant until(AwsCredentials keys) {
        Instant kept = clock.instant().plus(TOKEN_KEPT);
        if (keys.expirationTime().isPresent()) {
            Instant end = keys.expirationTime().get().minus(BEFORE_KEYS_END);
            return end.isBefore(kept) ? end : kept;
        }
        return keys instanceof AwsSessionCredentials ? clock.instant().plus(END_UNKNOWN_KEPT) : kept;
    }

    private Found describe(EksCluster cluster) {
        String name = cluster.isStackOutput() ? stackOutput(cluster) : cluster.cluster();
        String what =
                cluster.isStackOutput() ? "EKS cluster \"" + name + "\" in " + cluster.region() : cluster.toString();
        Cluster found = AwsErrors.translating(what, () -> {
            try (EksClient eks = clients().eks(cluster.identity(), cluster.region())) {
                return eks.describeCluster(request -> request.name(name)).cluster();
            }
        });
        return usable(what, name, found);
    }

    private Found usable(String what, String name, Cluster cluster) {
        String status = cluster == null ? "unknown" : cluster.statusAsString();
        if (cluster == null || !USABLE.contains(status)) {
            throw new CutoverException(what + " is " + status + "; it must be ACTIVE or UPDATING");
        }
        URI endpoint = endpoint(what + " is " + status, cluster.endpoint());
        String ca = cluster.certificateAuthority() == null
                ? null
                : cluster.certificateAuthority().data();
        if (ca == null || ca.isBlank()) {
            throw new CutoverException(what + " is " + status + " and has no certificate authority");
        }
        return new Found(name, endpoint, ca, clock.instant().plus(CLUSTER_KEPT));
    }

    private static URI endpoint(String what, String text) {
        if (text == null || text.isBlank()) {
            throw new CutoverException(what + " and has no endpoint");
        }
        try {
            URI endpoint = new URI(text);
            if (endpoint.getHost() != null
                    && String.valueOf(endpoint.getScheme()).matches("https?")) {
                return endpoint;
            }
        } catch (URISyntaxException e) {
            // Reported as every other text that is no URL.
        }
        throw new CutoverException(what + " and its endpoint \"" + text + "\" is not an http or https URL");
    }

    private String stackOutput(EksCluster cluster) {
        List<Stack> stacks = AwsErrors.translating(cluster.toString(), () -> {
            try (CloudFormationClient formation = clients().cloudFormation(cluster.identity(), cluster.region())) {
                return formation
                        .describeStacks(request -> request.stackName(cluster.stack()))
                        .stacks();
            }
        });
        Optional<String> name = stacks.stream()
                .flatMap(stack -> stack.outputs().stream())
                .filter(output -> CLUSTER_OUTPUT.equals(output.outputKey()))
                .map(Output::outputValue)
                .filter(value -> value != null && value.matches("[0-9A-Za-z][0-9A-Za-z_-]{0,99}"))
                .findFirst();
        return name.orElseThrow(() -> new CutoverException(cluster + " has no output " + CLUSTER_OUTPUT
                + " with the name of a cluster; it has " + outputs(stacks)));
    }

    private static String outputs(List<Stack> stacks) {
        String keys = stacks.stream()
                .flatMap(stack -> stack.outputs().stream())
                .map(Output::outputKey)
                .collect(Collectors.joining(", "));
        return keys.isEmpty() ? "no outputs" : keys;
    }
}

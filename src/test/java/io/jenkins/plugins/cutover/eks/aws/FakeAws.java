package io.jenkins.plugins.cutover.eks.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cutover.model.aws.AwsCredentials;
import io.jenkins.plugins.cutover.model.aws.SigV4;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * STS, the EKS API and an instance's metadata on loopback. Like AWS it refuses a request whose signature it cannot make
 * itself from the secret that it knows, or that was signed more than five minutes ago.
 */
public final class FakeAws implements AutoCloseable {
    static final String ROLE = "arn:aws:iam::123456789012:role/deployer";
    static final AwsCredentials OWN = new AwsCredentials("AKIAIOSFODNN7EXAMPLE", "own-secret", "", Instant.MAX);
    static final AwsCredentials INSTANCE =
            new AwsCredentials("ASIAINSTANCE00000000", "instance-secret", "instance-session", Instant.MAX);
    static final AwsCredentials ASSUMED =
            new AwsCredentials("ASIAASSUMED000000000", "assumed-secret", "assumed-session", Instant.MAX);
    static final AwsCredentials WEB =
            new AwsCredentials("ASIAWEB0000000000000", "web-secret", "web-session", Instant.MAX);

    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile Instant now = Instant.parse("2024-05-06T07:08:09Z");
    private volatile URI cluster = URI.create("https://cluster.example.com");
    private volatile String ca = "PEM";
    private final HttpServer http;

    public FakeAws() throws IOException {
        http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        http.createContext("/", this::handle);
        http.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** The cluster {@code orders-prod} answers here. */
    public void cluster(URI endpoint, String pem) {
        cluster = endpoint;
        ca = pem;
    }

    /** Shows the time that AWS has. */
    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    /** AWS keys in the form of a credential. */
    public static String secret() {
        return OWN.accessKey() + ":" + OWN.secretKey();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> query = query(exchange.getRequestURI());
            String path = exchange.getRequestURI().getPath();
            String action = query.getOrDefault("Action", path);
            asked.add(action);
            String body;
            int code = 200;
            try {
                body = switch (action) {
                    case "AssumeRole" -> {
                        check(exchange, "sts");
                        yield credentials(ASSUMED, query.get("RoleArn").equals(ROLE));
                    }
                    case "AssumeRoleWithWebIdentity" ->
                        credentials(WEB, query.get("WebIdentityToken").equals("a-jwt"));
                    case "/clusters/orders-prod" -> {
                        check(exchange, "eks");
                        yield "{\"cluster\":{\"status\":\"ACTIVE\",\"endpoint\":\"" + cluster
                                + "\",\"certificateAuthority\":{\"data\":\""
                                + Base64.getEncoder().encodeToString(ca.getBytes(StandardCharsets.UTF_8)) + "\"}}}";
                    }
                    case "DescribeStacks" -> {
                        check(exchange, "cloudformation");
                        yield stack(query.get("StackName"));
                    }
                    case "/latest/api/token" -> exchange.getRequestMethod().equals("PUT") ? "imds" : refuse("PUT it");
                    case "/latest/meta-data/iam/security-credentials/" -> metadata(exchange, "controller");
                    case "/latest/meta-data/iam/security-credentials/controller" ->
                        metadata(
                                exchange,
                                "{\"AccessKeyId\":\"" + INSTANCE.accessKey() + "\",\"SecretAccessKey\":\""
                                        + INSTANCE.secretKey() + "\",\"Token\":\"" + INSTANCE.sessionToken()
                                        + "\",\"Expiration\":\"" + now.plus(Duration.ofHours(6)) + "\"}");
                    default -> refuse("No cluster found for name: " + path);
                };
            } catch (IllegalArgumentException e) {
                code = 403;
                body = "{\"message\":\"" + e.getMessage() + "\"}";
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String stack(String name) {
        String outputs =
                switch (name) {
                    case "orders-eks" ->
                        "<member><OutputKey>Region</OutputKey><OutputValue>eu-west-1</OutputValue></member><member>\n"
                                + "<OutputKey>ClusterName</OutputKey>\n<OutputValue>orders-prod</OutputValue></member>";
                    case "bare" -> "";
                    default -> refuse("Stack with id " + name + " does not exist");
                };
        return "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><Outputs>" + outputs
                + "</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>";
    }

    private static String refuse(String said) {
        throw new IllegalArgumentException(said);
    }

    private static String metadata(HttpExchange exchange, String answer) {
        String token = exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token");
        return "imds".equals(token) ? answer : refuse("no session");
    }

    private String credentials(AwsCredentials keys, boolean allowed) {
        if (!allowed) {
            throw new IllegalArgumentException("User is not authorized to perform: sts:AssumeRole");
        }
        return "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>" + keys.accessKey()
                + "</AccessKeyId><SecretAccessKey>" + keys.secretKey() + "</SecretAccessKey><SessionToken>"
                + keys.sessionToken() + "</SessionToken><Expiration>" + now.plus(Duration.ofHours(1))
                + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
    }

    private void check(HttpExchange exchange, String service) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        String time = exchange.getRequestHeaders().getFirst("x-amz-date");
        Instant signed = parse(time);
        URI uri = URI.create(uri() + exchange.getRequestURI().toString());
        for (AwsCredentials keys : List.of(OWN, INSTANCE, ASSUMED, WEB)) {
            if (new SigV4(keys, "eu-west-1", service, signed)
                            .headers(uri)
                            .get("Authorization")
                            .equals(given)
                    && fresh(signed)) {
                return;
            }
        }
        throw new IllegalArgumentException("The request signature we calculated does not match");
    }

    /** As EKS does with a bearer token: undoes it, and has STS say who signed it. */
    AwsCredentials whoSigned(String token, String cluster) {
        String url = new String(
                Base64.getUrlDecoder().decode(token.substring("k8s-aws-v1.".length())), StandardCharsets.US_ASCII);
        Map<String, String> query = query(URI.create(url));
        Instant signed = parse(query.get("X-Amz-Date"));
        List<AwsCredentials> all = new ArrayList<>(List.of(OWN, INSTANCE, ASSUMED, WEB));
        all.removeIf(keys -> !new SigV4(keys, "eu-west-1", "sts", signed)
                .presign(
                        uri(),
                        new TreeMap<>(Map.of("Action", "GetCallerIdentity", "Version", "2011-06-15")),
                        Map.of("x-k8s-aws-id", cluster),
                        60)
                .toString()
                .equals(url));
        boolean alive = Duration.between(signed, now).compareTo(Duration.ofMinutes(15)) < 0;
        return all.size() == 1 && alive ? all.get(0) : null;
    }

    private boolean fresh(Instant signed) {
        return Duration.between(signed, now).abs().compareTo(Duration.ofMinutes(5)) < 0;
    }

    private static Instant parse(String amz) {
        return Instant.parse(
                amz.replaceFirst("(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})(\\d{2})Z", "$1-$2-$3T$4:$5:$6Z"));
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : String.valueOf(uri.getRawQuery()).split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
        }
        return query;
    }

    @Override
    public void close() {
        http.stop(0);
    }
}

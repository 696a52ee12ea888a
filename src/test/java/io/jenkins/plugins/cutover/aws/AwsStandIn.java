package io.jenkins.plugins.cutover.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eks.EksClient;

/**
 * STS, EKS, CloudFormation, CloudWatch, S3's PutObject and the metadata of an instance and of a container on loopback.
 * Like AWS it refuses a request whose signature, version or required parameters are wrong, keys that have ended, and, if
 * a test says so, a client that asks too often. It answers in each service's own form: XML (query protocol), JSON or CBOR.
 */
public final class AwsStandIn implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CBORMapper CBOR = new CBORMapper();
    private static final String XML = "text/xml";
    private static final AtomicBoolean WARM = new AtomicBoolean();

    final AwsAccounts accounts = new AwsAccounts();
    /** What was asked for: the operation's name, or the path. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    /** Answers that come before the real ones, in turn. */
    final Deque<Answer> refusals = new ArrayDeque<>();
    /** Operations whose answer stops after its headers, until this is closed. */
    final List<String> stalling = new CopyOnWriteArrayList<>();
    /** Operations whose answer comes byte by byte, two a second, without an end. */
    final List<String> trickling = new CopyOnWriteArrayList<>();
    /** Operations whose answer has no end and comes as fast as it is read. */
    final List<String> endless = new CopyOnWriteArrayList<>();

    /** Bytes of answers without an end. */
    final AtomicLong sent = new AtomicLong();

    volatile ObjectNode cluster;
    volatile String instanceCredentials;
    volatile String containerCredentials;
    private volatile Duration ahead = Duration.ZERO;
    private final String host;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean closed;

    /** @param error the header {@code x-amzn-ErrorType}; empty for none */
    record Answer(int status, String type, String body, String error) {
        Answer(int status, String type, String body) {
            this(status, type, body, "");
        }
    }

    public AwsStandIn() throws IOException {
        this("127.0.0.1");
    }

    /** @param host an address of this machine, as it stands in a URL: an IPv6 address in brackets */
    AwsStandIn(String host) throws IOException {
        this.host = host;
        cluster(URI.create("https://cluster.example.com"), "PEM");
        http = HttpServer.create(new InetSocketAddress(host, 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
        if (WARM.compareAndSet(false, true)) {
            loadTheSdk();
        }
    }

    /** The first call loads the classes of the SDK. On a busy machine that alone can exceed a limit that a test is about. */
    private void loadTheSdk() {
        AwsIdentity own = AwsIdentity.of("aws", secret(), "");
        try (EksClient eks = clients(Map.of("AWS_CONFIG_FILE", "/nope")).eks(own, "eu-west-1")) {
            eks.describeCluster(request -> request.name("orders-prod"));
        } catch (SdkException slow) {
            // The classes are loaded nevertheless.
        }
        asked.clear();
    }

    public URI uri() {
        return URI.create("http://" + host + ":" + http.getAddress().getPort());
    }

    /** Clients whose every endpoint is this, with nothing in the environment but what is given. */
    public AwsClients clients(Map<String, String> environment) {
        return new AwsClients(environment::get, (service, region) -> Optional.of(uri()), Optional.of(uri().toString()));
    }

    public EksClusters clusters() {
        return new EksClusters(
                clock(), clients(Map.of("AWS_CONFIG_FILE", "/nope", "AWS_SHARED_CREDENTIALS_FILE", "/nope")));
    }

    /** AWS keys in the form of a credential. */
    public static String secret() {
        return AwsAccounts.OWN.accessKeyId() + ":" + AwsAccounts.OWN.secretAccessKey();
    }

    /** The cluster {@code orders-prod} answers here. */
    public void cluster(URI endpoint, String pem) {
        ObjectNode found = JSON.createObjectNode();
        found.put("name", "orders-prod")
                .put("arn", "arn:aws:eks:eu-west-1:123456789012:cluster/orders-prod")
                .put("status", "ACTIVE")
                .put("endpoint", endpoint.toString());
        found.putObject("certificateAuthority")
                .put("data", Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)));
        cluster = found;
    }

    /** The operation's answers stop after their headers. */
    public void stall(String operation) {
        stalling.add(operation);
    }

    /** What the metadata service gives as the instance's keys. */
    public void instanceCredentials(String answer) {
        instanceCredentials = answer;
    }

    /** @return how often the operation was asked for */
    public int count(String operation) {
        return (int) asked.stream().filter(operation::equals).count();
    }

    void advance(Duration time) {
        ahead = ahead.plus(time);
    }

    Instant now() {
        return Instant.now().plus(ahead);
    }

    /** The time that keys and tokens end by; requests themselves are checked against the machine's clock. */
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
                return now();
            }
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            SignedRequest request = SignedRequest.of(exchange);
            Answer answer;
            String operation = operation(request);
            asked.add(operation);
            try {
                Answer refusal;
                synchronized (refusals) {
                    refusal = refusals.poll();
                }
                answer = refusal == null ? answer(request, operation) : refusal;
            } catch (AwsRefusal e) {
                answer = refused(request, e);
            }
            byte[] bytes = answer.type().equals("application/cbor")
                    ? CBOR.writeValueAsBytes(JSON.readTree(answer.body()))
                    : answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
            if (!answer.error().isEmpty()) {
                exchange.getResponseHeaders().set("x-amzn-ErrorType", answer.error());
            }
            if (trickling.contains(operation) || endless.contains(operation)) {
                exchange.sendResponseHeaders(answer.status(), 0);
                withoutEnd(exchange, trickling.contains(operation) ? 1 : 65536);
                return;
            }
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            if (stalling.contains(operation)) {
                exchange.getResponseBody().flush();
                stall();
            } else if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    /** Blanks are a valid beginning of XML and JSON. */
    private void withoutEnd(HttpExchange exchange, int atOnce) throws IOException {
        byte[] blanks = " ".repeat(atOnce).getBytes(StandardCharsets.US_ASCII);
        while (!closed) {
            exchange.getResponseBody().write(blanks);
            exchange.getResponseBody().flush();
            sent.addAndGet(atOnce);
            if (atOnce == 1) {
                pause();
            }
        }
    }

    private synchronized void pause() {
        try {
            wait(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private synchronized void stall() {
        while (!closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static String operation(SignedRequest request) {
        String target = request.header("x-amz-target");
        if (!target.isEmpty()) {
            return target.substring(target.indexOf('.') + 1);
        }
        String path = request.uri().getPath();
        int named = path.indexOf("/operation/");
        return named >= 0
                ? path.substring(named + "/operation/".length())
                : request.parameters().getOrDefault("Action", path);
    }

    private Answer answer(SignedRequest request, String operation) {
        return switch (operation) {
            case "AssumeRole", "AssumeRoleWithWebIdentity", "GetCallerIdentity" ->
                new Answer(200, XML, new StandInSts(accounts, now()).answer(request, operation));
            case "DescribeStacks" -> new Answer(200, XML, StandInStacks.answer(request, accounts, now()));
            case "GetMetricData" -> metrics(request);
            case "/latest/api/token" ->
                request.method().equals("PUT")
                        ? new Answer(200, "text/plain", "imds-token")
                        : new Answer(405, "text/plain", "");
            case "/latest/meta-data/iam/security-credentials/",
                    "/latest/meta-data/iam/security-credentials-extended/" -> metadata(request, "controller");
            case "/latest/meta-data/iam/security-credentials/controller",
                    "/latest/meta-data/iam/security-credentials-extended/controller" ->
                metadata(
                        request,
                        Optional.ofNullable(instanceCredentials).orElseGet(() -> credentials(AwsAccounts.INSTANCE)));
            case "/v1/credentials" ->
                request.header("authorization").equals("pod-token")
                        ? new Answer(
                                200,
                                "application/json",
                                Optional.ofNullable(containerCredentials)
                                        .orElseGet(() -> credentials(AwsAccounts.CONTAINER)))
                        : new Answer(401, "application/json", "{\"message\":\"no token\"}");
            default -> rest(request);
        };
    }

    private Answer rest(SignedRequest request) {
        String path = request.uri().getPath();
        if (path.startsWith("/clusters/") && request.method().equals("GET")) {
            accounts.check(request, "eks", now());
            if (!path.equals("/clusters/orders-prod")) {
                throw new AwsRefusal(
                        404,
                        "ResourceNotFoundException",
                        "No cluster found for name: " + path.substring("/clusters/".length()) + ".");
            }
            return new Answer(
                    200,
                    "application/json",
                    JSON.createObjectNode().set("cluster", cluster).toString());
        }
        if (request.method().equals("PUT") && path.matches("/[a-z0-9.-]{3,63}/.+")) {
            accounts.check(request, "s3", now());
            objects.put(path, request.body());
            return new Answer(200, "application/xml", "");
        }
        throw new AwsRefusal(404, "UnknownOperationException", request.method() + " " + path);
    }

    private static Answer metadata(SignedRequest request, String answer) {
        return request.header("x-aws-ec2-metadata-token").equals("imds-token")
                ? new Answer(200, "text/plain", answer)
                : new Answer(401, "text/plain", "");
    }

    private String credentials(AwsKeys keys) {
        return JSON.createObjectNode()
                .put("Code", "Success")
                .put("Type", "AWS-HMAC")
                .put("LastUpdated", now().toString())
                .put("AccessKeyId", keys.accessKeyId())
                .put("SecretAccessKey", keys.secretAccessKey())
                .put("Token", keys.sessionToken())
                .put("Expiration", now().plus(Duration.ofHours(6)).toString())
                .toString();
    }

    private Answer metrics(SignedRequest request) {
        accounts.check(request, "monitoring", now());
        String type = request.header("content-type");
        JsonNode asked;
        try {
            asked = type.startsWith("application/cbor")
                    ? CBOR.readTree(request.body())
                    : type.startsWith("application/x-amz-json")
                            ? JSON.readTree(request.body())
                            : StandInMetrics.fromQuery(request.parameters());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode found = StandInMetrics.answer(asked, now());
        return type.startsWith("application/x-www-form-urlencoded")
                ? new Answer(200, XML, StandInMetrics.xml(found))
                : new Answer(200, type, found.toString());
    }

    /** In each protocol's own form; botocore and the SDK read the code from there. */
    private static Answer refused(SignedRequest request, AwsRefusal e) {
        String type = request.header("content-type");
        if (type.startsWith("application/x-www-form-urlencoded")
                || request.parameters().containsKey("Action")) {
            return new Answer(
                    e.status,
                    XML,
                    "<ErrorResponse><Error><Type>Sender</Type><Code>" + e.code + "</Code><Message>" + e.getMessage()
                            + "</Message></Error><RequestId>1</RequestId></ErrorResponse>");
        }
        if (request.method().equals("PUT")) {
            return new Answer(
                    e.status,
                    "application/xml",
                    "<Error><Code>" + e.code + "</Code><Message>" + e.getMessage() + "</Message></Error>");
        }
        String body = JSON.createObjectNode()
                .put("__type", e.code)
                .put("message", e.getMessage())
                .toString();
        return new Answer(e.status, type.startsWith("application/cbor") ? type : "application/json", body);
    }

    /** As EKS does with a bearer token: asks STS who signed it; empty when STS refuses. */
    public Optional<String> whoSigned(String token, String clusterName) {
        String url = new String(
                Base64.getUrlDecoder().decode(token.substring("k8s-aws-v1.".length())), StandardCharsets.US_ASCII);
        return new StandInSts(accounts, now()).whoSigned(URI.create(url), clusterName);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        http.stop(0);
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

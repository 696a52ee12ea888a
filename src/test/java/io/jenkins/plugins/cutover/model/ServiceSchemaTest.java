package io.jenkins.plugins.cutover.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The published schema and {@link SpecReader} say the same. Every field of a full example is removed, renamed, and set
 * to each of many values: both must accept or both refuse. The reader alone knows what no schema can say (phases rise,
 * names of checks differ). And where a text, a number or a flag is wanted, the reader takes what another kind of scalar
 * says, as YAML's users expect, while editors had better ask for quotes or warn of them.
 */
class ServiceSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final JsonSchema SCHEMA = schema();

    private static final String FULL = """
            service: orders
            environment: production
            haproxy:
              instances: ["unix:/run/haproxy/admin.sock", "tls:lb1.example.com:9443", "tcp:[::1]:9999"]
              masters: ["unix:/run/haproxy/master.sock", "tls:lb1.example.com:9444", "tcp:[::1]:9998"]
              backend: shop
              mesosServers: m*
              eksServers: e*
              latencyRing: requests
              tls: {certificate: /c.pem, ca: /ca.pem, credential: haproxy}
              allowPlainTcp: false
              allowAddedServers: true
              agent: vpc
              split: {eksBackend: shop-eks, map: /etc/haproxy/split.map, key: shop}
            marathon: {url: "https://master/service/marathon/", app: /shop/orders, auth: dcos, credential: m, force: true, agent: vpc}
            eks:
              cluster: orders-prod
              region: eu-west-1
              role: "arn:aws:iam::123456789012:role/cutover"
              externalId: team-7
              kubeconfig: /k
              context: prod
              ca: /ca.pem
              credential: eks
              trustAnyCertificate: false
              namespace: shop
              deployment: orders
              port: 8080
              manifests: k8s
              acceptLosses: [/a]
              image: "orders:2"
              replicas: 3
              timeout: 10m
              addresses: ["10.0.2.11:30080", "orders.example.com:80"]
              smoke: {path: /health, requests: 5, timeout: 2s, within: 1m}
            handover: {form: address, resolvers: vpc, dns: _http._tcp.orders.shop.svc.cluster.local}
            phases: [0.1, "5%", 12.5, {percent: 50, bake: 1h30m, gate: true}, 100]
            bake: 10m
            verify:
              falseRollbacks: 0.01
              errorMargin: 1.25
              errorFloor: 0.0005
              slo: 0.02
              latencyMargin: 1.2
              minRequests: 298
              block: 10s
              warmUp: 0s
              poll: 250ms
              max: 15m
              blindAfter: 10s
              onInconclusive: hold
              ask: {share: 40, times: 3, atMost: 30s}
              judge: {anything: 1.5}
              checks:
                - {name: p95, source: prometheus, url: "http://p:9090", query: q, baselineQuery: b, maxRatio: 1.3, floor: 0.1, every: 1s, window: 1m, needsTraffic: false, kind: guardrail, margin: 1.2, direction: lower, period: 30s, delay: 0s}
                - {name: cpu, source: cloudwatch, region: eu-west-1, credential: aws, query: q, min: 1, max: 80}
                - {name: page, source: http, url: "http://orders/health", status: 204, body: ok, credential: c}
                - {name: load, source: datadog, credential: d, url: "https://d", query: q, max: 3}
              probes:
                - {path: "/health?deep=1", method: HEAD, expect: [200, 204], rate: 2, timeout: 2s}
                - {path: /a, expect: 404}
            """;

    /** What a field may be set to: of each kind, on both sides of each border that a field has. */
    private static final List<String> VALUES = List.of(
            "true",
            "0",
            "1",
            "5",
            "0.05",
            "0.3",
            "1.5",
            "7",
            "99.99",
            "101",
            "-1",
            "8080",
            "65536",
            "10001",
            "1000000001",
            "word",
            "UPPER",
            "\"\"",
            "\" \"",
            "\"two words\"",
            "\"-x\"",
            "5m",
            "0s",
            "999ms",
            "1000ms",
            "\"5 minutes\"",
            "[]",
            "[a]",
            "[5, 10]",
            "{}",
            "{a: b}",
            "none",
            "basic",
            "rollback",
            "http",
            "splunk",
            "\"http://host:80/x\"",
            "\"ftp://host\"",
            "\"http://u:p@host\"",
            "\"http://\"",
            "/a/b",
            "/A",
            "us-east-1",
            "\"arn:aws:iam::1:role/x\"",
            "\"unix:/x\"",
            "\"tcp:host:0\"",
            "\"tls:host:65536\"",
            "\"5.123\"");

    private static JsonSchema schema() {
        try (InputStream in = ServiceSchemaTest.class.getResourceAsStream("service.schema.json")) {
            JsonNode tree = JSON.readTree(in);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(tree);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> bySchema(JsonNode document) {
        return SCHEMA.validate(document).stream().map(Object::toString).toList();
    }

    private static List<String> byReader(JsonNode document) {
        try {
            SpecReader.read(new SpecDocument("", document, Map.of()));
            return List.of();
        } catch (InvalidInputException e) {
            return List.of(e.getMessage());
        }
    }

    private static ObjectNode full() {
        try {
            return (ObjectNode) YAML.readTree(FULL);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void bothAcceptTheFullExample() {
        assertThat(byReader(full())).isEmpty();
        assertThat(bySchema(full())).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> bothSayTheSameOfEveryChange() {
        List<String> paths = new ArrayList<>();
        paths("", full(), paths);
        assertThat(paths).hasSizeGreaterThan(80);
        return paths.stream().map(path -> DynamicTest.dynamicTest(path, () -> everyChangeOf(path)));
    }

    private static void everyChangeOf(String pointer) throws IOException {
        List<String> disagreements = new ArrayList<>();
        compare(pointer, "is removed", parent -> remove(parent, last(pointer)), disagreements);
        compare(
                pointer,
                "has an unknown neighbour",
                parent -> {
                    if (parent instanceof ObjectNode object) {
                        object.put("unknownNeighbour", 1);
                    }
                },
                disagreements);
        for (String value : VALUES) {
            JsonNode node = YAML.readTree(value);
            compare(pointer, "is " + value, parent -> set(parent, last(pointer), node), disagreements);
        }
        assertThat(disagreements).isEmpty();
    }

    private static void compare(String pointer, String what, Consumer<JsonNode> change, List<String> disagreements) {
        ObjectNode document = full();
        change.accept(document.at(pointer.substring(0, pointer.lastIndexOf('/'))));
        List<String> schema = bySchema(document);
        List<String> reader = byReader(document);
        if (schema.isEmpty() != reader.isEmpty() && !onlyTheReaderKnows(reader) && !onlyOfAnotherKind(reader, schema)) {
            disagreements.add(pointer + " " + what + ": reader " + reader + ", schema " + schema);
        }
    }

    private static boolean onlyTheReaderKnows(List<String> faults) {
        return faults.stream().anyMatch(f -> f.contains("does not rise above") || f.contains("is the name of another"));
    }

    private static boolean onlyOfAnotherKind(List<String> reader, List<String> schema) {
        return reader.isEmpty()
                && schema.stream().anyMatch(f -> f.matches(".*: (string|number|integer|boolean) found, .*"));
    }

    private static void paths(String at, JsonNode node, List<String> found) {
        node.fields().forEachRemaining(f -> {
            found.add(at + "/" + f.getKey());
            paths(at + "/" + f.getKey(), f.getValue(), found);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            found.add(at + "/" + i);
            paths(at + "/" + i, node.get(i), found);
        }
    }

    private static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    private static void remove(JsonNode parent, String name) {
        if (parent instanceof ArrayNode array) {
            array.remove(Integer.parseInt(name));
        } else {
            ((ObjectNode) parent).remove(name);
        }
    }

    private static void set(JsonNode parent, String name, JsonNode value) {
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), value);
        } else {
            ((ObjectNode) parent).set(name, value);
        }
    }

    @Test
    void aServiceThatLeavesItsAddressesToItsEnvironmentIsValidByThatPartOfTheSchema() throws IOException {
        JsonNode service = YAML.readTree("{service: orders, marathon: {app: /orders}, eks: {manifests: k8s}}");
        assertThat(bySchema(service)).isNotEmpty();
        assertThat(inAnEnvironment(service)).isEmpty();
    }

    @Test
    void theServiceOfTheExampleIsValidInItsEnvironment() throws IOException {
        Path example = Path.of(System.getProperty("cutover.basedir", "."), "examples", "jenkins.yaml");
        JsonNode yaml = YAML.readTree(example.toFile()).at("/unclassified/cutover/services/0/yaml");
        assertThat(inAnEnvironment(YAML.readTree(yaml.asText()))).isEmpty();
    }

    private static Collection<?> inAnEnvironment(JsonNode service) {
        JsonNodePath part =
                new JsonNodePath(PathType.JSON_POINTER).append("$defs").append("serviceOfAnEnvironment");
        return SCHEMA.getSubSchema(part).validate(service);
    }

    /** Else a new field of the reader would be unknown to editors until somebody wonders. */
    @Test
    void theFullExampleHasEveryFieldThatTheReaderKnows() {
        List<String> sections =
                List.of("", "/haproxy", "/haproxy/tls", "/haproxy/split", "/marathon", "/eks", "/verify");
        for (String section : sections) {
            ObjectNode document = full();
            TreeSet<String> known = new TreeSet<>();
            ((ObjectNode) document.at(section)).fieldNames().forEachRemaining(known::add);
            ((ObjectNode) document.at(section)).put("unknownNeighbour", 1);
            assertThat(valid(byReader(document).get(0))).as(section).isSubsetOf(withAlternatives(known));
        }
    }

    /** Those that exclude a field of the example. */
    private static TreeSet<String> withAlternatives(TreeSet<String> known) {
        TreeSet<String> all = new TreeSet<>(known);
        all.addAll(List.of("server", "stack", "cloud", "fromMarathon"));
        return all;
    }

    private static TreeSet<String> valid(String fault) {
        Matcher list = Pattern.compile("unknownNeighbour: unknown; valid here: ([a-zA-Z, ]+)")
                .matcher(fault);
        assertThat(list.find()).isTrue();
        return Stream.of(list.group(1).split(", ")).collect(Collectors.toCollection(TreeSet::new));
    }
}

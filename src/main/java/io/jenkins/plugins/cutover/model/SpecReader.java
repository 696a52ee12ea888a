package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a {@link ServiceSpec} from YAML or from a map; all faults are told together. */
public final class SpecReader {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final Duration DEFAULT_BAKE = Duration.ofMinutes(5);
    private static final List<String> DEFAULT_PHASES = List.of("5", "25", "50", "100");

    private final List<String> faults = new ArrayList<>();

    private SpecReader() {}

    /**
     * @param origin what the text is, for messages: a file's name
     * @throws InvalidInputException naming every fault
     */
    public static ServiceSpec yaml(String origin, String text) {
        JsonNode tree;
        try {
            tree = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(origin + ": not YAML, line "
                    + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()) + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        return read(origin, tree);
    }

    public static ServiceSpec map(String origin, Map<String, ?> map) {
        return read(origin, YAML.valueToTree(map));
    }

    private static ServiceSpec read(String origin, JsonNode tree) {
        SpecReader reader = new SpecReader();
        ServiceSpec spec = reader.service(new Fields("", tree, reader.faults));
        if (!reader.faults.isEmpty()) {
            throw new InvalidInputException(
                    reader.faults.stream().map(f -> origin + ": " + f).toList());
        }
        return spec;
    }

    private ServiceSpec service(Fields f) {
        String name = f.required("service", "the service's name");
        if (!name.isEmpty() && !name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
            faults.add("service: \"" + name + "\" is not lower-case letters, digits and \"-\", at most 63");
        }
        String environment = f.text("environment", "default");
        if (!environment.matches("[a-zA-Z0-9][-_.a-zA-Z0-9]{0,62}")) {
            faults.add(
                    "environment: \"" + environment + "\" is not letters, digits, \"-\", \"_\" and \".\", at most 63");
        }
        ServiceSpec spec = new ServiceSpec(
                name,
                environment,
                haproxy(f.section("haproxy"), name),
                marathon(f.section("marathon")),
                eks(f.section("eks"), name),
                phases(f),
                verify(f.section("verify")));
        f.noOthers();
        return spec;
    }

    private HaproxySpec haproxy(Fields f, String service) {
        List<InstanceAddress> instances = new ArrayList<>();
        for (JsonNode item : f.list("instances")) {
            collect(f.at("instances"), () -> instances.add(InstanceAddress.parse(item.asText())));
        }
        if (instances.isEmpty() && f.list("instances").isEmpty()) {
            faults.add(f.at("instances") + ": missing; it is a list such as [\"unix:/run/haproxy/admin.sock\"]");
        }
        Fields tls = f.section("tls");
        HaproxySpec.TlsFiles files = f.has("tls")
                ? new HaproxySpec.TlsFiles(tls.text("certificate", ""), tls.text("ca", ""), tls.text("credential", ""))
                : null;
        tls.noOthers();
        HaproxySpec spec = new HaproxySpec(
                instances,
                f.text("backend", service),
                f.text("mesosServers", "mesos*"),
                f.text("eksServers", "eks*"),
                f.text("latencyRing", ""),
                files,
                f.flag("allowPlainTcp", false),
                f.has("split") ? split(f.section("split"), service) : null);
        f.noOthers();
        return spec;
    }

    private HaproxySpec.Split split(Fields f, String service) {
        HaproxySpec.Split split = new HaproxySpec.Split(
                f.text("eksBackend", service + "-eks"),
                f.required("map", "the map's file as haproxy.cfg names it, such as /etc/haproxy/split.map"),
                f.text("key", service));
        f.noOthers();
        return split;
    }

    private MarathonSpec marathon(Fields f) {
        URI url = uri(f, "url", "the base of the v2 API, such as http://marathon:8080");
        String app = f.required("app", "the app's id, such as /shop/orders");
        if (!app.isEmpty() && !app.matches("(/[a-z0-9]([-a-z0-9.]*[a-z0-9])?)+")) {
            faults.add(f.at("app") + ": \"" + app + "\" is not an app id such as /shop/orders");
        }
        String credential = f.text("credential", "");
        MarathonSpec.Auth auth = f.choice(
                "auth",
                credential.isEmpty() ? MarathonSpec.Auth.NONE : MarathonSpec.Auth.BASIC,
                MarathonSpec.Auth.values());
        if (auth != MarathonSpec.Auth.NONE && credential.isEmpty()) {
            faults.add(f.at("credential") + ": missing; auth needs the name of a secret");
        }
        MarathonSpec spec = new MarathonSpec(url, app, auth, credential, f.flag("force", false));
        f.noOthers();
        return spec;
    }

    private EksSpec eks(Fields f, String service) {
        EksSpec.Access access = new EksSpec.Access(
                f.has("cluster") ? amazon(f) : f.has("server") ? uri(f, "server", "the API server's address") : null,
                f.text("kubeconfig", ""),
                f.text("context", ""),
                f.text("ca", ""),
                f.text("credential", ""),
                f.flag("trustAnyCertificate", false));
        if (access.server() == null
                && access.kubeconfig().isEmpty()
                && access.credential().isEmpty()) {
            faults.add(f.at("server") + ": missing; give server, cluster, kubeconfig or credential");
        }
        boolean fromMarathon = f.flag("fromMarathon", false);
        String manifests = f.text("manifests", "");
        if (fromMarathon == !manifests.isEmpty()) {
            faults.add(f.at("manifests") + ": give either manifests (a file or folder) or fromMarathon: true");
        }
        EksSpec spec = new EksSpec(
                access,
                f.text("namespace", "default"),
                f.text("deployment", service),
                (int) f.whole("port", 8080, 1, 65_535),
                manifests,
                fromMarathon,
                f.list("acceptLosses").stream().map(JsonNode::asText).toList(),
                f.text("image", ""),
                (int) f.whole("replicas", 0, 0, 10_000),
                duration(f, "timeout", Duration.ofMinutes(10)));
        f.noOthers();
        return spec;
    }

    /** A cluster of Amazon EKS by region and name: {@code eks://eu-west-1/orders-prod?role=arn:aws:iam::1:role/x}. */
    private URI amazon(Fields f) {
        String cluster = amazon(f, "cluster", "[0-9A-Za-z][0-9A-Za-z_-]{0,99}", "the name of a cluster of Amazon EKS");
        String region = amazon(f, "region", "[a-z]{2}(-[a-z]+)+-\\d", "an AWS region such as eu-west-1");
        String role = f.has("role")
                ? amazon(f, "role", "arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+", "the ARN of an IAM role")
                : "";
        boolean whole = !cluster.isEmpty() && !region.isEmpty();
        return whole ? URI.create("eks://" + region + "/" + cluster + (role.isEmpty() ? "" : "?role=" + role)) : null;
    }

    private String amazon(Fields f, String name, String form, String what) {
        String text = f.required(name, what);
        if (!text.isEmpty() && !text.matches(form)) {
            faults.add(f.at(name) + ": \"" + text + "\" is not " + what);
            return "";
        }
        return text;
    }

    private List<Phase> phases(Fields f) {
        Duration bake = duration(f, "bake", DEFAULT_BAKE);
        List<Phase> phases = new ArrayList<>();
        List<JsonNode> items = f.list("phases");
        if (!f.has("phases")) {
            DEFAULT_PHASES.forEach(p -> phases.add(new Phase(Share.ofPercent(p), bake, false)));
        }
        for (int i = 0; i < items.size(); i++) {
            String at = "phases[" + i + "]";
            JsonNode item = items.get(i);
            collect(at, () -> phases.add(phase(at, item, bake)));
        }
        for (int i = 1; i < phases.size(); i++) {
            if (phases.get(i).share().compareTo(phases.get(i - 1).share()) <= 0) {
                faults.add("phases: " + phases.get(i).share() + " does not rise above "
                        + phases.get(i - 1).share());
            }
        }
        return phases;
    }

    private Phase phase(String at, JsonNode item, Duration bake) {
        if (item.isValueNode()) {
            return new Phase(Share.ofPercent(item.asText()), bake, false);
        }
        Fields p = new Fields(at, item, faults);
        Phase phase = new Phase(
                Share.ofPercent(p.required("percent", "the share of EKS, 0 to 100")),
                duration(p, "bake", bake),
                p.flag("gate", false));
        p.noOthers();
        return phase;
    }

    private VerifySpec verify(Fields f) {
        VerifySpec d = VerifySpec.defaults();
        VerifySpec spec = new VerifySpec(
                f.number("falseRollbacks", d.falseRollbacks(), 0.0001, 0.2),
                f.number("errorMargin", d.errorMargin(), 1, 5),
                f.number("errorFloor", d.errorFloor(), 0, 0.1),
                f.number("slo", d.slo(), 0, 0.5),
                f.number("latencyMargin", d.latencyMargin(), 1, 10),
                f.whole("minRequests", d.minRequests(), 1, 1_000_000_000),
                duration(f, "block", d.block()),
                f.parsed("warmUp", d.warmUp(), text -> Durations.parse(f.at("warmUp"), text)),
                duration(f, "poll", d.poll()),
                duration(f, "max", d.max()),
                duration(f, "blindAfter", d.blindAfter()),
                f.choice("onInconclusive", d.onInconclusive(), VerifySpec.OnInconclusive.values()),
                f.section("judge").numbers(),
                new CheckReader(faults).read(f));

        f.noOthers();
        return spec;
    }

    private Duration duration(Fields f, String name, Duration absent) {
        return f.parsed(name, absent, text -> {
            Duration value = Durations.parse(f.at(name), text);
            if (value.isZero()) {
                throw new InvalidInputException(f.at(name) + ": \"" + text + "\" must be longer than 0");
            }
            return value;
        });
    }

    private URI uri(Fields f, String name, String what) {
        String text = f.required(name, what);
        if (text.isEmpty()) {
            return null;
        }
        return f.parsed(name, null, value -> {
            try {
                URI uri = new URI(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
                if (uri.getHost() == null
                        || uri.getUserInfo() != null
                        || !String.valueOf(uri.getScheme()).matches("https?")) {
                    throw new InvalidInputException("not an http or https address without a password in it");
                }
                return uri;
            } catch (URISyntaxException e) {
                throw new InvalidInputException("\"" + value + "\" is not an http or https address");
            }
        });
    }

    private void collect(String at, Runnable reading) {
        try {
            reading.run();
        } catch (InvalidInputException e) {
            faults.add(at + ": " + e.getMessage());
        }
    }
}

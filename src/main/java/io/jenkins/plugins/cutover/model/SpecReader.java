package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Reads a {@link ServiceSpec} from YAML or from a map; all faults are reported together. */
public final class SpecReader {
    private static final Duration DEFAULT_BAKE = Duration.ofMinutes(5);
    private static final List<String> DEFAULT_PHASES = List.of("5", "25", "50", "100");

    /** Each begins with the path of its field and a colon. */
    private final List<String> faults = new ArrayList<>();

    private SpecReader() {}

    /**
     * @param origin what the text is, for messages: a file's name
     * @throws InvalidInputException naming every fault with its line
     */
    public static ServiceSpec yaml(String origin, String text) {
        return read(SpecDocument.yaml(origin, text));
    }

    public static ServiceSpec map(String origin, Map<String, ?> map) {
        return read(SpecDocument.of(origin, map));
    }

    /** @throws InvalidInputException naming every fault, with its line in the text */
    public static ServiceSpec read(SpecDocument document) {
        return read(document, SpecReader::service);
    }

    /** The section {@code haproxy} alone. */
    public static HaproxySpec haproxy(String origin, Map<String, ?> section) {
        return haproxy(origin, section, "service");
    }

    /** @param service whose name the backends and the key have unless the section says otherwise */
    public static HaproxySpec haproxy(String origin, Map<String, ?> section, String service) {
        return read(SpecDocument.of(origin, section), (reader, f) -> reader.haproxy(f, service));
    }

    /** The section {@code marathon} alone. */
    public static MarathonSpec marathon(String origin, Map<String, ?> section) {
        return read(SpecDocument.of(origin, section), SpecReader::marathon);
    }

    /** The section {@code eks} alone. */
    public static EksSpec eks(String origin, Map<String, ?> section) {
        return read(SpecDocument.of(origin, section), (reader, f) -> new EksReader(reader.faults).read(f, "service"));
    }

    private static <T> T read(SpecDocument document, BiFunction<SpecReader, Fields, T> part) {
        SpecReader reader = new SpecReader();
        T read = part.apply(reader, new Fields("", document.tree(), reader.faults));
        if (!reader.faults.isEmpty()) {
            throw new InvalidInputException(
                    reader.faults.stream().map(document::placed).toList());
        }
        return read;
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
                new EksReader(faults).read(f.section("eks"), name),
                phases(f),
                verify(f.section("verify")),
                HandoverSpec.read(f.section("handover")));
        handover(spec);
        f.noOthers();
        return spec;
    }

    private void handover(ServiceSpec spec) {
        if (spec.handover().form() == HandoverSpec.Form.ADDRESS
                && spec.eks().addresses().isEmpty()) {
            faults.add("handover.form: address needs eks.addresses, where HAProxy reaches the service");
        }
    }

    private HaproxySpec haproxy(Fields f, String service) {
        List<InstanceAddress> instances = addresses(f, "instances");
        List<InstanceAddress> masters = addresses(f, "masters");
        if (f.list("instances").isEmpty()) {
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
                f.has("split") ? split(f.section("split"), service) : null,
                masters,
                f.text("agent", ""),
                f.flag("allowAddedServers", false));
        f.noOthers();
        return spec;
    }

    private List<InstanceAddress> addresses(Fields f, String list) {
        List<InstanceAddress> found = new ArrayList<>();
        List<JsonNode> items = f.list(list);
        for (int i = 0; i < items.size(); i++) {
            String address = items.get(i).asText();
            collect(f.at(list) + "[" + i + "]", () -> found.add(InstanceAddress.parse(address)));
        }
        return found;
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
        URI url = f.uri("url", "the base of the v2 API, such as http://marathon:8080");
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
        MarathonSpec spec = new MarathonSpec(url, app, auth, credential, f.flag("force", false), f.text("agent", ""));
        f.noOthers();
        return spec;
    }

    private List<Phase> phases(Fields f) {
        Duration bake = f.duration("bake", DEFAULT_BAKE);
        List<Phase> phases = new ArrayList<>();
        List<JsonNode> items = f.list("phases");
        if (!f.has("phases")) {
            DEFAULT_PHASES.forEach(p -> phases.add(new Phase(Share.ofPercent(p), bake, false)));
        }
        if (f.has("phases") && items.isEmpty() && f.raw("phases").isArray()) {
            faults.add("phases: empty; without phases nothing would move");
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
                p.duration("bake", bake),
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
                f.duration("block", d.block()),
                f.parsed("warmUp", d.warmUp(), text -> Durations.parse(f.at("warmUp"), text)),
                f.duration("poll", d.poll()),
                f.duration("max", d.max()),
                f.duration("blindAfter", d.blindAfter()),
                f.choice("onInconclusive", d.onInconclusive(), VerifySpec.OnInconclusive.values()),
                f.section("judge").numbers(),
                new CheckReader(faults).read(f),
                ask(f),
                new ProbeReader(faults).read(f));

        f.noOthers();
        return spec;
    }

    private AskSpec ask(Fields f) {
        if (f.has("ask") && f.raw("ask").isTextual() && f.raw("ask").asText().equals("never")) {
            return AskSpec.NEVER;
        }
        Fields a = f.section("ask");
        AskSpec d = AskSpec.DEFAULT;
        AskSpec ask = new AskSpec(
                a.parsed("share", d.share(), SpecReader::shareToAsk),
                (int) a.whole("times", d.times(), 0, 100),
                a.duration("atMost", d.atMost()));
        a.noOthers();
        return ask;
    }

    private static Share shareToAsk(String text) {
        Share share = Share.ofPercent(text);
        if (share.compareTo(AskSpec.LEAST) < 0 || share.compareTo(AskSpec.MOST) > 0) {
            throw new InvalidInputException(text + " is not between 5 and 75 percent");
        }
        return share;
    }

    private void collect(String at, Runnable reading) {
        try {
            reading.run();
        } catch (InvalidInputException e) {
            faults.add(at + ": " + e.getMessage());
        }
    }
}

package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.CheckSpec.Source;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the list {@code verify.checks}. */
final class CheckReader {
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** CloudWatch's points are a minute apart and come late by a minute or two. */
    private static final Duration CLOUDWATCH_WINDOW = Duration.ofMinutes(5);

    private final List<String> faults;
    private final Set<String> names = new HashSet<>();

    CheckReader(List<String> faults) {
        this.faults = faults;
    }

    List<CheckSpec> read(Fields verify) {
        List<CheckSpec> checks = new ArrayList<>();
        for (JsonNode item : verify.list("checks")) {
            checks.add(check(new Fields(verify.at("checks") + "[" + checks.size() + "]", item, faults)));
        }
        return checks;
    }

    private CheckSpec check(Fields f) {
        String name = f.required("name", "how messages call the check");
        if (!name.isEmpty() && !names.add(name)) {
            faults.add(f.at("name") + ": \"" + name + "\" is the name of another check");
        }
        f.required("source", "one of " + sources());
        Source source = f.choice("source", Source.PROMETHEUS, Source.values());
        boolean page = source == Source.HTTP;
        String region = source == Source.CLOUDWATCH ? region(f) : "";
        CheckSpec check = new CheckSpec(
                name,
                source,
                url(f, region),
                credential(f, source),
                page ? "" : f.required("query", "what the source is asked"),
                page ? "" : f.text("baselineQuery", ""),
                page ? null : limit(f, "max"),
                page ? Double.valueOf(1) : limit(f, "min"),
                page ? null : limit(f, "maxRatio"),
                page ? 0 : f.number("floor", 0, 0, Double.MAX_VALUE),
                positive(f, "every", EVERY),
                positive(f, "window", source == Source.CLOUDWATCH ? CLOUDWATCH_WINDOW : WINDOW),
                f.flag("needsTraffic", false),
                region,
                page ? new CheckSpec.Expected((int) f.whole("status", 200, 100, 599), f.text("body", "")) : null,
                f.choice("kind", CheckSpec.Kind.GUARDRAIL, CheckSpec.Kind.values()),
                f.has("margin") && !page ? f.number("margin", 0, 1, Double.MAX_VALUE) : null,
                page
                        ? CheckSpec.Direction.HIGHER
                        : f.choice("direction", CheckSpec.Direction.HIGHER, CheckSpec.Direction.values()),
                source == Source.PROMETHEUS ? positive(f, "period", null) : null,
                page ? null : f.parsed("delay", null, text -> Durations.parse(f.at("delay"), text)));
        limits(f, check);
        f.noOthers();
        return check;
    }

    private static String sources() {
        return Arrays.stream(Source.values())
                .map(source -> source.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private void limits(Fields f, CheckSpec check) {
        boolean ratio = check.maxRatio() != null || check.margin() != null;
        if (check.max() == null && check.min() == null && !ratio && !check.signal()) {
            faults.add(f.at("max") + ": missing; a check needs max, min, margin or maxRatio");
        }
        if (check.twoSided() != ratio && !(check.twoSided() && check.signal())) {
            faults.add(f.at("baselineQuery") + ": baselineQuery needs margin or maxRatio, and they need it");
        }
    }

    private static Double limit(Fields f, String name) {
        boolean ratio = name.equals("maxRatio");
        return f.has(name) ? f.number(name, 0, ratio ? 0.01 : -Double.MAX_VALUE, Double.MAX_VALUE) : null;
    }

    private String credential(Fields f, Source source) {
        boolean needed = source == Source.DATADOG || source == Source.DYNATRACE;
        return needed ? f.required("credential", "the name of a secret") : f.text("credential", "");
    }

    private String region(Fields f) {
        String region = f.required("region", "an AWS region such as eu-west-1");
        if (!region.isEmpty() && !region.matches("[a-z]{2,8}(-[a-z]+)+-\\d{1,2}")) {
            faults.add(f.at("region") + ": \"" + region + "\" is not an AWS region such as eu-west-1");
            return "unknown"; // the fault is reported; reading continues
        }
        return region;
    }

    private static URI url(Fields f, String region) {
        if (!region.isEmpty() && !f.has("url")) {
            return null; // AWS's own endpoint of the region
        }
        String text = f.required("url", "the base of the source's API");
        return text.isEmpty() ? null : f.parsed("url", null, CheckReader::address);
    }

    /** Secrets belong into a credential: an address is shown in messages. */
    private static URI address(String text) {
        try {
            URI uri = new URI(text.replaceFirst("/+$", ""));
            boolean http = String.valueOf(uri.getScheme()).matches("https?");
            if (uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null && http) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new InvalidInputException("not an http or https address");
        }
        throw new InvalidInputException("not an http or https address without a password in it");
    }

    private static Duration positive(Fields f, String name, Duration absent) {
        return f.parsed(name, absent, text -> {
            Duration value = Durations.parse(f.at(name), text);
            if (value.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new InvalidInputException(f.at(name) + ": \"" + text + "\" must be 1s or longer");
            }
            return value;
        });
    }
}

package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads the list {@code verify.probes}. */
final class ProbeReader {
    /** RFC 9110: a token; what is sent again in turn must be safe, so only the two safe methods need not be written. */
    private static final String METHOD = "GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE";

    private static final String PATH = "/[!-~&&[^\"#<>\\\\^`{|}]]*";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final List<String> faults;

    ProbeReader(List<String> faults) {
        this.faults = faults;
    }

    List<ProbeSpec> read(Fields verify) {
        List<ProbeSpec> probes = new ArrayList<>();
        for (JsonNode item : verify.list("probes")) {
            probes.add(probe(new Fields(verify.at("probes") + "[" + probes.size() + "]", item, faults)));
        }
        double rate = probes.stream().mapToDouble(ProbeSpec::rate).sum();
        if (rate > ProbeSpec.MOST_OF_ALL) {
            faults.add(verify.at("probes") + ": the rates add up to " + CheckSpec.number(rate) + "; at most "
                    + CheckSpec.number(ProbeSpec.MOST_OF_ALL) + " requests a second are sent");
        }
        return probes;
    }

    private ProbeSpec probe(Fields f) {
        String path = f.required("path", "the path of a request that is safe at any time, such as /health");
        if (!path.isEmpty() && !path.matches(PATH)) {
            faults.add(f.at("path") + ": \"" + path + "\" is not a path such as /health?deep=1");
        }
        ProbeSpec probe = new ProbeSpec(
                path,
                f.parsed("method", "GET", ProbeReader::method),
                expected(f),
                f.number("rate", 1, 0.01, ProbeSpec.MOST),
                f.parsed("timeout", TIMEOUT, text -> timeout(f, text)));
        f.noOthers();
        return probe;
    }

    private static String method(String text) {
        if (!text.matches(METHOD)) {
            throw new InvalidInputException("\"" + text + "\" is not one of " + METHOD.replace("|", ", "));
        }
        return text;
    }

    private List<Integer> expected(Fields f) {
        if (!f.has("expect")) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (f.raw("expect").isArray()) {
            f.list("expect").forEach(item -> texts.add(item.asText()));
        } else {
            texts.add(f.text("expect", ""));
        }
        List<Integer> statuses = new ArrayList<>();
        for (String text : texts) {
            if (text.matches("[1-5]\\d\\d")) {
                statuses.add(Integer.parseInt(text));
            } else {
                faults.add(f.at("expect") + ": \"" + text + "\" is not a status from 100 to 599");
            }
        }
        return statuses;
    }

    private static Duration timeout(Fields f, String text) {
        Duration value = Durations.parse(f.at("timeout"), text);
        if (value.isZero() || value.compareTo(ProbeSpec.LONGEST) > 0) {
            throw new InvalidInputException("\"" + text + "\" is not longer than 0 and at most 5s");
        }
        return value;
    }
}

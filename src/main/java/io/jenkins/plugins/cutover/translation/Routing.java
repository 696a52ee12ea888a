package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The labels of marathon-lb as a plan of routes. Parts in HAProxy's own language are reported, not translated. */
final class Routing {
    private static final Pattern LABEL = Pattern.compile("HAPROXY_(\\d+)_(\\w+)");
    private static final Set<String> KNOWN = Set.of(
            "VHOST",
            "PATH",
            "PORT",
            "MODE",
            "GROUP",
            "BALANCE",
            "STICKY",
            "REDIRECT_TO_HTTPS",
            "USE_HSTS",
            "ENABLED",
            "BACKEND_WEIGHT",
            "HTTP_BACKEND_PROXYPASS_PATH",
            "HTTP_BACKEND_REVPROXY_PATH",
            "HTTP_BACKEND_REDIR",
            "HTTP_BACKEND_NETWORK_ALLOWED_ACL");

    private Routing() {}

    static void apply(Draft draft, Map<String, Field> labels) {
        Map<Integer, Map<String, String>> byPort = new TreeMap<>();
        Field group = labels.get("HAPROXY_GROUP");
        labels.forEach((key, label) -> {
            Matcher m = LABEL.matcher(key);
            if (m.matches() && KNOWN.contains(m.group(2))) {
                byPort.computeIfAbsent(Integer.valueOf(m.group(1)), i -> new TreeMap<>())
                        .put(m.group(2), label.text(""));
            } else if (label != group) {
                unknown(key, label);
            }
        });
        String groupName = group == null ? "" : group.text("");
        if (group != null) {
            draft.ports.forEach(p -> byPort.computeIfAbsent(p.index(), i -> new TreeMap<>()));
        }
        byPort.forEach((index, own) -> draft.routes.add(route(draft, index, groupName, own)));
        if (group != null && byPort.isEmpty()) {
            group.review("left out: the app has no port to route to");
        }
    }

    private static void unknown(String key, Field label) {
        if (key.startsWith("HAPROXY_DEPLOYMENT_") || key.equals("HAPROXY_APP_ID")) {
            label.info("left out: marathon-lb's own book-keeping of blue and green");
        } else {
            label.review("left out: HAProxy's configuration must be written for the new backend by hand");
        }
    }

    private static Route route(Draft draft, int index, String group, Map<String, String> labels) {
        List<String> hosts = new ArrayList<>();
        Arrays.stream(labels.getOrDefault("VHOST", "").split(","))
                .map(String::strip)
                .filter(h -> !h.isEmpty())
                .forEach(hosts::add);
        AppPort port = index < draft.ports.size() ? draft.ports.get(index) : null;
        int number = number(labels.getOrDefault("PORT", ""), port == null ? 0 : port.servicePort());
        Map<String, String> options = new TreeMap<>(labels);
        options.keySet().removeAll(Set.of("VHOST", "PATH", "MODE", "GROUP"));
        if (labels.getOrDefault("PORT", "").equals(String.valueOf(number))) {
            options.remove("PORT");
        }
        return new Route(
                index,
                labels.getOrDefault("GROUP", group),
                hosts,
                labels.getOrDefault("PATH", ""),
                number,
                // marathon-lb's own rule: TCP unless there is a virtual host
                labels.getOrDefault("MODE", hosts.isEmpty() ? "tcp" : "http"),
                options);
    }

    private static int number(String text, int otherwise) {
        return text.matches("[1-9]\\d{0,4}") ? Integer.parseInt(text) : otherwise;
    }

    /** The plan as an annotation of the Service. */
    static void annotate(Draft draft, Map<String, String> annotations) {
        if (draft.routes.isEmpty()) {
            return;
        }
        List<ObjectNode> all = new ArrayList<>();
        for (Route route : draft.routes) {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("port", route.index());
            text(json, "group", route.group());
            text(json, "hosts", String.join(",", route.hosts()));
            text(json, "path", route.path());
            if (route.port() > 0) {
                json.put("listen", route.port());
            }
            json.put("mode", route.mode());
            route.options().forEach(json::put);
            all.add(json);
        }
        annotations.put(Draft.DOMAIN + "routes", all.toString());
    }

    private static void text(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}

package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Specs whose phases are over in seconds. */
public final class Specs {
    private Specs() {}

    public static ServiceSpec orders(int instances) {
        return of("orders", instances, List.of("5", "25", "50", "100"), Map.of());
    }

    /** The same with a ring on each instance. */
    public static ServiceSpec withRing(ServiceSpec spec) {
        HaproxySpec known = spec.haproxy();
        return spec.withHaproxy(new HaproxySpec(
                known.instances(),
                known.backend(),
                known.mesosServers(),
                known.eksServers(),
                "requests",
                known.tls(),
                known.allowPlainTcp()));
    }

    /** @param verify more of the section of that name */
    public static ServiceSpec of(String service, int instances, List<String> phases, Map<String, Object> verify) {
        Map<String, Object> judged = new HashMap<>(Map.of(
                "block", "1s",
                "minRequests", "40",
                "poll", "1s",
                "max", "20s",
                "blindAfter", "4s",
                "warmUp", "0s"));
        judged.putAll(verify);
        List<String> addresses = IntStream.rangeClosed(1, instances)
                .mapToObj(i -> "unix:/" + service + "/lb" + i)
                .toList();
        return SpecReader.map(
                service,
                Map.of(
                        "service",
                        service,
                        "environment",
                        "prod",
                        "haproxy",
                        Map.of("instances", addresses),
                        "marathon",
                        Map.of("url", "http://marathon", "app", "/" + service),
                        "eks",
                        Map.of("kubeconfig", "none", "manifests", "none", "timeout", "2m"),
                        "handover",
                        Map.of("form", "none"),
                        "phases",
                        phases,
                        "bake",
                        "3s",
                        "verify",
                        judged));
    }
}

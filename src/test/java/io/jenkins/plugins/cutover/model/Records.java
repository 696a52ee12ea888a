package io.jenkins.plugins.cutover.model;

import java.time.Instant;
import java.util.Map;

/** Records to test with. */
public final class Records {
    public static final Owner BUILD = new Owner("build", "orders#1");

    private Records() {}

    public static ServiceSpec spec(String service) {
        return SpecReader.map(
                "test",
                Map.of(
                        "service", service,
                        "haproxy", Map.of("instances", java.util.List.of("unix:/run/haproxy.sock")),
                        "marathon", Map.of("url", "http://marathon:8080", "app", "/" + service),
                        "eks", Map.of("kubeconfig", "kubeconfig", "manifests", "manifests.yaml")));
    }

    public static CutoverRecord open(String service, Instant now) {
        return CutoverRecord.open(spec(service), BUILD, now);
    }
}

package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads the section {@code eks} of a service's YAML. */
final class EksReader {
    private final List<String> faults;

    EksReader(List<String> faults) {
        this.faults = faults;
    }

    EksSpec read(Fields f, String service) {
        EksSpec.Access access = new EksSpec.Access(
                f.has("cluster") || f.has("stack")
                        ? amazon(f)
                        : f.has("server") ? f.uri("server", "the API server's address") : null,
                f.text("kubeconfig", ""),
                f.text("context", ""),
                f.text("ca", ""),
                f.has("cloud") ? cloud(f) : f.text("credential", ""),
                f.flag("trustAnyCertificate", false));
        if (access.server() == null
                && access.kubeconfig().isEmpty()
                && access.credential().isEmpty()) {
            faults.add(f.at("server") + ": missing; give server, cluster, stack, cloud, kubeconfig or credential");
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
                f.duration("timeout", Duration.ofMinutes(10)),
                addresses(f),
                f.has("smoke") ? SmokeSpec.read(f.section("smoke")) : null);
        f.noOthers();
        return spec;
    }

    private List<Endpoint> addresses(Fields f) {
        List<Endpoint> found = new ArrayList<>();
        List<JsonNode> items = f.list("addresses");
        for (int i = 0; i < items.size(); i++) {
            try {
                found.add(Endpoint.parse(items.get(i).asText()));
            } catch (InvalidInputException e) {
                faults.add(f.at("addresses") + "[" + i + "]: " + e.getMessage());
            }
        }
        return found;
    }

    /** The name of the secret that represents the cloud. */
    private static String cloud(Fields f) {
        for (String other : List.of("credential", "server", "cluster", "stack", "kubeconfig")) {
            if (f.has(other)) {
                f.fault("cloud", "give either cloud or " + other);
            }
        }
        return prefixed(EksSpec.Access.CLOUD, f.required("cloud", "the name of a cloud of the kubernetes plugin"));
    }

    /**
     * A cluster of Amazon EKS by region and name, {@code eks://eu-west-1/orders-prod?role=arn:aws:iam::1:role/x}, or by
     * the stack whose output has its name, {@code eks://eu-west-1/stack/orders-eks}.
     */
    private URI amazon(Fields f) {
        if (f.has("cluster") && f.has("stack")) {
            f.fault("stack", "give either cluster or the stack that has its name as an output");
            return null;
        }
        String cluster = f.has("stack")
                ? prefixed(
                        "stack/",
                        amazon(f, "stack", "[A-Za-z][-A-Za-z0-9]{0,127}", "the name of a CloudFormation stack"))
                : amazon(f, "cluster", "[0-9A-Za-z][0-9A-Za-z_-]{0,99}", "the name of a cluster of Amazon EKS");
        String region = amazon(f, "region", "[a-z]{2,8}(-[a-z]+)+-\\d{1,2}", "an AWS region such as eu-west-1");
        String role = f.has("role")
                ? amazon(f, "role", "arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+", "the ARN of an IAM role")
                : "";
        String externalId = f.has("externalId")
                ? amazon(f, "externalId", "[\\w+=,.@:/-]{2,1224}", "an external id as IAM takes it")
                : "";
        if (!externalId.isEmpty() && role.isEmpty()) {
            f.fault("externalId", "give the role that it is for");
        }
        boolean whole = !cluster.isEmpty() && !region.isEmpty();
        return whole ? URI.create("eks://" + region + "/" + cluster + query(role, externalId)) : null;
    }

    private static String query(String role, String externalId) {
        return (role.isEmpty() ? "" : "?role=" + role) + (externalId.isEmpty() ? "" : "&externalId=" + externalId);
    }

    private static String prefixed(String prefix, String text) {
        return text.isEmpty() ? "" : prefix + text;
    }

    private String amazon(Fields f, String name, String form, String what) {
        String text = f.required(name, what);
        if (!text.isEmpty() && !text.matches(form)) {
            faults.add(f.at(name) + ": \"" + text + "\" is not " + what);
            return "";
        }
        return text;
    }
}

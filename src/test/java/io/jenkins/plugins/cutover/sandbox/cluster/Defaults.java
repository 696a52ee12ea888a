package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the API server fills in for fields left out (apps/v1 and core/v1 defaults). */
final class Defaults {
    private Defaults() {}

    static void put(Kind kind, ObjectNode object) {
        switch (kind.plural()) {
            case "deployments" -> deployment(object.withObject("/spec"));
            case "statefulsets" -> statefulSet(object.withObject("/spec"));
            case "services" -> service(object.withObject("/spec"));
            case "pods" -> podSpec(object.withObject("/spec"));
            default -> {}
        }
    }

    private static void deployment(ObjectNode spec) {
        absent(spec, "replicas", 1);
        absent(spec, "progressDeadlineSeconds", 600);
        absent(spec, "revisionHistoryLimit", 10);
        ObjectNode strategy = spec.withObject("/strategy");
        absent(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            absent(strategy.withObject("/rollingUpdate"), "maxSurge", "25%");
            absent(strategy.withObject("/rollingUpdate"), "maxUnavailable", "25%");
        }
        podSpec(spec.withObject("/template").withObject("/spec"));
    }

    private static void statefulSet(ObjectNode spec) {
        absent(spec, "replicas", 1);
        absent(spec, "podManagementPolicy", "OrderedReady");
        absent(spec, "revisionHistoryLimit", 10);
        ObjectNode strategy = spec.withObject("/updateStrategy");
        absent(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            absent(strategy.withObject("/rollingUpdate"), "partition", 0);
        }
        for (JsonNode claim : spec.path("volumeClaimTemplates")) {
            if (claim instanceof ObjectNode object) {
                absent(object, "apiVersion", "v1");
                absent(object, "kind", "PersistentVolumeClaim");
                absent(object.withObject("/spec"), "volumeMode", "Filesystem");
                absent(object.withObject("/status"), "phase", "Pending");
            }
        }
        podSpec(spec.withObject("/template").withObject("/spec"));
    }

    private static void podSpec(ObjectNode spec) {
        absent(spec, "restartPolicy", "Always");
        absent(spec, "dnsPolicy", "ClusterFirst");
        absent(spec, "schedulerName", "default-scheduler");
        absent(spec, "terminationGracePeriodSeconds", 30);
        for (String list : new String[] {"containers", "initContainers"}) {
            for (JsonNode container : spec.path(list)) {
                if (container instanceof ObjectNode object) {
                    container(object);
                }
            }
        }
    }

    private static void container(ObjectNode container) {
        String image = container.path("image").asText();
        boolean latest = image.endsWith(":latest")
                || !image.substring(image.lastIndexOf('/') + 1).contains(":");
        absent(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
        absent(container, "terminationMessagePath", "/dev/termination-log");
        absent(container, "terminationMessagePolicy", "File");
        ports(container.path("ports"));
        for (String probe : new String[] {"readinessProbe", "livenessProbe", "startupProbe"}) {
            if (container.get(probe) instanceof ObjectNode object) {
                absent(object, "failureThreshold", 3);
                absent(object, "periodSeconds", 10);
                absent(object, "successThreshold", 1);
                absent(object, "timeoutSeconds", 1);
                if (object.get("httpGet") instanceof ObjectNode http) {
                    absent(http, "scheme", "HTTP");
                }
            }
        }
    }

    private static void service(ObjectNode spec) {
        absent(spec, "type", "ClusterIP");
        absent(spec, "sessionAffinity", "None");
        absent(spec, "clusterIP", "10.96.0.10");
        ports(spec.path("ports"));
        for (JsonNode port : spec.path("ports")) {
            if (port instanceof ObjectNode object && !object.has("targetPort")) {
                object.set("targetPort", object.get("port"));
            }
        }
    }

    private static void ports(JsonNode ports) {
        if (ports instanceof ArrayNode) {
            for (JsonNode port : ports) {
                absent((ObjectNode) port, "protocol", "TCP");
            }
        }
    }

    private static void absent(ObjectNode object, String field, String value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }

    private static void absent(ObjectNode object, String field, int value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }
}

package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** Labels that Kubernetes accepts stay labels; one annotation keeps the others. */
final class Labels {
    private Labels() {}

    static void apply(Draft draft) {
        Map<String, String> demoted = new TreeMap<>();
        Map<String, Field> haproxy = new TreeMap<>();
        draft.app.at("labels").entries().forEach((key, label) -> {
            if (key.startsWith("HAPROXY_")) {
                haproxy.put(key, label);
            } else if (key.startsWith("DCOS_")) {
                label.info("left out: DC/OS's own");
            } else if (key.startsWith("traefik.")) {
                label.review("left out: Traefik needs its own configuration for the Service");
            } else if (!key.equals("MARATHON_SINGLE_INSTANCE_APP")) {
                keep(draft, demoted, key, label);
            }
        });
        if (!demoted.isEmpty()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            demoted.forEach(json::put);
            draft.annotations.put(Draft.DOMAIN + "marathon-labels", json.toString());
        }
        Routing.apply(draft, haproxy);
    }

    private static void keep(Draft draft, Map<String, String> demoted, String key, Field label) {
        String value = label.text("");
        if (KubernetesNames.isLabel(key, value)) {
            draft.labels.put(key, value);
        } else if (SecretMasking.isSecret(key, value)) {
            label.review("left out: it looks like a secret, and anyone may read labels");
        } else {
            demoted.put(key, value);
            label.info("kept in the annotation " + Draft.DOMAIN + "marathon-labels: not a label that Kubernetes takes");
        }
    }
}

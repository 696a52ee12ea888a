package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.List;

/** Marathon's readiness checks hold back a deployment only; Kubernetes' hold back traffic for the pod's whole life. */
final class ReadinessChecks {
    private ReadinessChecks() {}

    static void apply(Draft draft) {
        List<Field> checks = draft.app.at("readinessChecks").items();
        for (int i = 0; i < checks.size(); i++) {
            if (i > 0 || !use(draft, checks.get(i))) {
                checks.get(i).review("left out: no port of the app has its name");
            }
        }
    }

    private static boolean use(Draft draft, Field check) {
        String portName = check.at("portName").text("http-api");
        AppPort port = draft.ports.stream()
                .filter(p -> p.given().equals(portName))
                .findFirst()
                .orElse(null);
        if (port == null) {
            return false;
        }
        ProbeBuilder probe = new ProbeBuilder()
                .withPeriodSeconds(Math.max(1, check.at("intervalSeconds").integer(30)))
                .withTimeoutSeconds(Math.max(1, check.at("timeoutSeconds").integer(10)))
                .withFailureThreshold(1);
        Probes.http(
                probe,
                check.at("path").text("/"),
                new IntOrString(port.containerPort()),
                check.at("protocol").text("HTTP").equals("HTTPS"));
        draft.container.withReadinessProbe(probe.build());
        check.review("the readiness probe, for the pod's whole life and with any status from 200 to 399");
        return true;
    }
}

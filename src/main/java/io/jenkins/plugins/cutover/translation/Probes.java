package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.List;
import java.util.Optional;

/**
 * A health check as readiness, liveness and start-up probe. The start-up probe holds Marathon's grace period: both
 * end at the first success. An initial delay of the liveness probe would not.
 */
final class Probes {
    private final Draft draft;
    private final Field check;
    private final String protocol;
    private final int period;
    private final int failures;

    private Probes(Draft draft, Field check) {
        this.draft = draft;
        this.check = check;
        this.protocol = check.at("protocol").text("HTTP");
        this.period = Math.max(1, check.at("intervalSeconds").integer(60));
        this.failures = check.at("maxConsecutiveFailures").integer(3);
    }

    static void apply(Draft draft) {
        List<Field> checks = draft.app.at("healthChecks").items();
        for (int i = 1; i < checks.size(); i++) {
            checks.get(i).review("left out: a container has one check; the first is used");
        }
        if (!checks.isEmpty()) {
            new Probes(draft, checks.get(0)).first();
        }
        ReadinessChecks.apply(draft);
    }

    private void first() {
        reports();
        draft.container.withReadinessProbe(probe(Math.max(1, failures)).build());
        boolean byMesos = protocol.startsWith("MESOS_") || protocol.equals("COMMAND");
        if (failures == 0 && !byMesos) {
            check.at("maxConsecutiveFailures").info("no liveness probe: with 0 Marathon never kills for this check");
            if (check.at("gracePeriodSeconds").present()) {
                check.at("gracePeriodSeconds").info("left out: nothing kills the pod that would need to wait");
            }
            return;
        }
        draft.container.withLivenessProbe(probe(Math.max(1, failures)).build());
        int grace = check.at("gracePeriodSeconds").integer(300);
        ProbeBuilder startup = probe((grace + period - 1) / period + Math.max(1, failures));
        if (byMesos && check.at("delaySeconds").present()) {
            startup.withInitialDelaySeconds(check.at("delaySeconds").integer(15));
        }
        draft.container.withStartupProbe(startup.build());
    }

    private void reports() {
        Field timeout = check.at("timeoutSeconds");
        if (timeout.integer(20) > period) {
            timeout.review("kept, longer than the interval: the checks of a slow pod follow each other at once");
        }
        Field ignore = check.at("ignoreHttp1xx");
        if (ignore.flag(false)) {
            ignore.review("left out: a 1xx answer counts as a failure");
        }
        Field ip = check.at("ipProtocol");
        if (ip.text("IPv4").equals("IPv6")) {
            ip.review("left out: the kubelet takes the pod's first address");
        }
        if (protocol.startsWith("MESOS_")) {
            check.at("protocol")
                    .review("the kubelet connects from outside the pod: the port must not be on loopback only");
        } else if (protocol.equals("COMMAND")) {
            check.at("protocol").info("run in the container, whose image must hold /bin/sh and the command");
        } else {
            Field delay = check.at("delaySeconds");
            if (delay.present()) {
                delay.info("left out: only checks that Mesos makes itself wait for it");
            }
        }
        if (protocol.endsWith("HTTPS")) {
            check.at("protocol").review("the kubelet does not verify the certificate");
        }
    }

    private ProbeBuilder probe(int failureThreshold) {
        ProbeBuilder probe = new ProbeBuilder()
                .withPeriodSeconds(period)
                .withTimeoutSeconds(Math.max(1, check.at("timeoutSeconds").integer(20)))
                .withFailureThreshold(failureThreshold);
        switch (protocol.replace("MESOS_", "")) {
            case "COMMAND" ->
                probe.withNewExec()
                        .withCommand(
                                "/bin/sh", "-c", check.at("command", "value").text("true"))
                        .endExec();
            case "TCP" -> probe.withNewTcpSocket().withPort(port()).endTcpSocket();
            default -> http(probe, check.at("path").text("/"), port(), protocol.endsWith("HTTPS"));
        }
        return probe;
    }

    static void http(ProbeBuilder probe, String path, IntOrString port, boolean tls) {
        probe.withNewHttpGet()
                .withPath(path.isEmpty() ? "/" : path)
                .withPort(port)
                .withScheme(tls ? "HTTPS" : "HTTP")
                .endHttpGet();
    }

    private IntOrString port() {
        Field literal = check.at("port");
        Field index = check.at("portIndex");
        if (literal.present()) {
            if (index.present()) {
                index.info("left out: port comes before it");
            }
            return new IntOrString(literalPort(literal, literal.integer(0)));
        }
        List<AppPort> ports = draft.ports;
        int at = index.integer(0);
        if (at < ports.size()) {
            return new IntOrString(ports.get(at).containerPort());
        }
        index.review("the app has no port of this index: " + (ports.isEmpty() ? "8080" : "its first") + " is checked");
        return new IntOrString(ports.isEmpty() ? 8080 : ports.get(0).containerPort());
    }

    /** With port mappings, what Marathon itself checks is a port of the host; what Mesos checks is one of the container. */
    private int literalPort(Field literal, int number) {
        boolean ofHost = !Network.mappings(draft.app).isEmpty() && !protocol.startsWith("MESOS_");
        Optional<AppPort> mapped = draft.ports.stream()
                .filter(p -> ofHost && p.hostPort() == number)
                .findFirst();
        if (mapped.isPresent()) {
            return mapped.get().containerPort();
        }
        if (ofHost) {
            literal.review("a host port that no mapping fixes: taken for the container's");
        }
        return number;
    }
}

package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Probe;
import org.junit.jupiter.api.Test;

class ProbesTest {
    private static final String PORTS =
            "'networks':[{'mode':'container/bridge'}],'container':{'docker':{'image':'i'},'portMappings':["
                    + "{'containerPort':80,'hostPort':31080},{'containerPort':81}]},";

    @Test
    void oneCheckIsReadinessLivenessAndStartup() {
        Sample sample = check("'path':'/up','intervalSeconds':10,'timeoutSeconds':5,'maxConsecutiveFailures':2,"
                + "'gracePeriodSeconds':25");
        assertThat(text(sample.container().getReadinessProbe()))
                .isEqualTo("HTTP /up 80 every 10 s for 5 s, 2 failures");
        assertThat(text(sample.container().getLivenessProbe())).isEqualTo("HTTP /up 80 every 10 s for 5 s, 2 failures");
        assertThat(text(sample.container().getStartupProbe())).isEqualTo("HTTP /up 80 every 10 s for 5 s, 5 failures");
    }

    @Test
    void theGracePeriodIsAStartupProbeAndNoInitialDelay() {
        Sample sample = check("'gracePeriodSeconds':300");
        assertThat(sample.container().getLivenessProbe().getInitialDelaySeconds())
                .isNull();
        assertThat(sample.container().getStartupProbe().getFailureThreshold()).isEqualTo(5 + 3);
    }

    @Test
    void aMissingPathIsTheRoot() {
        assertThat(text(check("'protocol':'HTTP'").container().getReadinessProbe()))
                .startsWith("HTTP / 80");
    }

    @Test
    void portIndexCountsThePorts() {
        assertThat(text(check("'portIndex':1").container().getReadinessProbe())).startsWith("HTTP / 81");
    }

    @Test
    void aLiteralPortBehindMappingsIsAHostPort() {
        assertThat(text(check("'port':31080").container().getReadinessProbe())).startsWith("HTTP / 80 ");
        assertThat(text(check("'port':9,'protocol':'MESOS_HTTP'").container().getReadinessProbe()))
                .startsWith("HTTP / 9 ");
        assertThat(check("'port':4711").losses("healthChecks[0].port")).startsWith("REVIEW a host port");
    }

    @Test
    void zeroFailuresOfMarathonsOwnChecksNeverKill() {
        Sample sample = check("'maxConsecutiveFailures':0");
        assertThat(sample.container().getLivenessProbe()).isNull();
        assertThat(sample.container().getStartupProbe()).isNull();
        assertThat(sample.container().getReadinessProbe().getFailureThreshold()).isEqualTo(1);
    }

    @Test
    void zeroFailuresOfMesosChecksKillAtTheFirst() {
        Sample sample = check("'maxConsecutiveFailures':0,'protocol':'MESOS_TCP'");
        assertThat(sample.container().getLivenessProbe().getFailureThreshold()).isEqualTo(1);
        assertThat(sample.container()
                        .getLivenessProbe()
                        .getTcpSocket()
                        .getPort()
                        .getIntVal())
                .isEqualTo(80);
    }

    @Test
    void aCommandRunsInAShellAndIsNotEscaped() {
        Sample sample = check("'protocol':'COMMAND','command':{'value':'test $(id -u) = 0'}");
        assertThat(sample.container().getLivenessProbe().getExec().getCommand())
                .containsExactly("/bin/sh", "-c", "test $(id -u) = 0");
    }

    @Test
    void differencesOfProbesAreReported() {
        Sample sample = check("'protocol':'MESOS_HTTPS','timeoutSeconds':30,'intervalSeconds':5,'ignoreHttp1xx':true,"
                + "'ipProtocol':'IPv6'},{'protocol':'TCP'");
        assertThat(sample.losses("healthChecks[0].protocol")).contains("outside the pod", "verify the certificate");
        assertThat(sample.losses("healthChecks[0].timeoutSeconds")).startsWith("REVIEW");
        assertThat(sample.losses("healthChecks[0].ignoreHttp1xx")).startsWith("REVIEW");
        assertThat(sample.losses("healthChecks[0].ipProtocol")).startsWith("REVIEW");
        assertThat(sample.losses("healthChecks[1]")).startsWith("REVIEW left out");
    }

    @Test
    void aReadinessCheckIsTheReadinessProbe() {
        Sample sample = Sample.image("'portDefinitions':[{'port':0,'name':'main'}],"
                + "'readinessChecks':[{'portName':'main','path':'/ready','intervalSeconds':7}]");
        assertThat(text(sample.container().getReadinessProbe())).startsWith("HTTP /ready 8080 every 7 s");
        assertThat(sample.losses("readinessChecks[0]")).startsWith("REVIEW");
    }

    private static Sample check(String fields) {
        return Sample.of(PORTS + "'healthChecks':[{" + fields + "}]");
    }

    private static String text(Probe probe) {
        return probe.getHttpGet().getScheme() + " " + probe.getHttpGet().getPath() + " "
                + probe.getHttpGet().getPort().getIntVal() + " every " + probe.getPeriodSeconds() + " s for "
                + probe.getTimeoutSeconds() + " s, " + probe.getFailureThreshold() + " failures";
    }
}

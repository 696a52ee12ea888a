package io.jenkins.plugins.cutover.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final String HEALTHY =
            "{'id':'a','state':'TASK_RUNNING','version':'2020-01-01T00:00:00.000Z','healthCheckResults':[{'alive':true}]}";

    @Test
    void allTasksRunningAndPassingIsReady() {
        assertThat(of(1, app(1, HEALTHY, "")).ready()).isTrue();
    }

    @Test
    void anotherInstanceCountIsNotReadyEvenWithEnoughTasks() {
        assertThat(of(1, app(2, HEALTHY, "")).why()).isEqualTo("instances is 2, not 1");
    }

    @Test
    void aRunningDeploymentIsNotReady() {
        assertThat(of(1, app(1, HEALTHY, ",'deployments':[{'id':'d1'}]")).why()).isEqualTo("deployment d1 still runs");
    }

    @Test
    void noHealthResultIsNotHealth() {
        String unchecked = "{'id':'a','state':'TASK_RUNNING','healthCheckResults':[]}";
        assertThat(of(1, app(1, unchecked, "")).why()).isEqualTo("0 of 1 tasks are healthy (1 not yet checked)");
    }

    @Test
    void aTaskOfAnOlderConfigurationDoesNotCount() {
        String old = HEALTHY.replace("2020", "2019");
        assertThat(of(1, app(1, old, "")).why()).contains("1 of an older configuration");
    }

    @Test
    void anUnhealthyTaskIsReportedWithItsCause() {
        String sick =
                "{'id':'a','state':'TASK_RUNNING','healthCheckResults':[{'alive':false,'lastFailureCause':'503'}]}";
        assertThat(of(1, app(1, sick, "")).why()).isEqualTo("0 of 1 tasks are healthy (1 unhealthy [503])");
    }

    @Test
    void withoutChecksRunningIsEnough() {
        App app = read("{'id':'/a','instances':1,'tasks':[{'id':'a','state':'TASK_RUNNING'}]}");
        assertThat(Readiness.of(app, LaunchQueue.EMPTY, 1).ready()).isTrue();
    }

    @Test
    void zeroWantedInstancesAreReadyWithZeroTasks() {
        assertThat(Readiness.of(read("{'id':'/a','instances':0}"), LaunchQueue.EMPTY, 0)
                        .ready())
                .isTrue();
    }

    private static Readiness of(int wanted, App app) {
        return Readiness.of(app, LaunchQueue.EMPTY, wanted);
    }

    private static App app(int instances, String task, String more) {
        return read("{'id':'/a','instances':" + instances + ",'healthChecks':[{}],'tasks':[" + task
                + "],'versionInfo':{'lastConfigChangeAt':'2020-01-01T00:00:00.000Z'}" + more + "}");
    }

    static App read(String json) {
        try {
            return AppReader.read(new ObjectMapper().readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

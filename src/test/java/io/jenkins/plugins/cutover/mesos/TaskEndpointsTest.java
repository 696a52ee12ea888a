package io.jenkins.plugins.cutover.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TaskEndpointsTest {
    private static final String TASK =
            "'tasks':[{'id':'t','host':'agent1','ports':[31001,31002],'state':'TASK_RUNNING',"
                    + "'ipAddresses':[{'ipAddress':'9.0.1.7','protocol':'IPv4'}]}]";

    @Test
    void onTheHostsNetworkATaskAnswersOnTheAgentsPorts() {
        assertThat(endpoints("'networks':[{'mode':'host'}]")).isEqualTo("[agent1:31001, agent1:31002]");
    }

    @Test
    void aBridgedTaskAnswersOnTheAgentsPortsNotOnTheContainers() {
        assertThat(endpoints(
                        "'networks':[{'mode':'container/bridge'}],'container':{'portMappings':[{'containerPort':80}]}"))
                .isEqualTo("[agent1:31001, agent1:31002]");
    }

    @Test
    void onAContainerNetworkATaskAnswersOnItsOwnAddress() {
        assertThat(endpoints("'networks':[{'mode':'container','name':'dcos'}],"
                        + "'container':{'portMappings':[{'containerPort':80},{'containerPort':81}]}"))
                .isEqualTo("[9.0.1.7:80, 9.0.1.7:81]");
    }

    @Test
    void theOldFormOfAContainerNetworkIsRead() {
        assertThat(endpoints("'container':{'docker':{'network':'USER','portMappings':[{'containerPort':80}]}}"))
                .isEqualTo("[9.0.1.7:80]");
        assertThat(endpoints("'ipAddress':{'discovery':{'ports':[{'number':82}]}}"))
                .isEqualTo("[9.0.1.7:82]");
    }

    @Test
    void anUnknownPortDoesNotShiftTheOthers() {
        assertThat(endpoints("'networks':[{'mode':'container'}],"
                        + "'container':{'portMappings':[{'containerPort':0},{'containerPort':81}]}"))
                .isEqualTo("[]");
    }

    private static String endpoints(String network) {
        return ReadinessTest.read("{'id':'/a'," + network + "," + TASK + "}")
                .tasks()
                .get(0)
                .endpoints()
                .toString();
    }
}

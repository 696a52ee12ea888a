package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Service;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void aMappedPortKeepsItsContainerPortAndIsServedOnItsServicePort() {
        Sample sample = mappings("{'containerPort':80,'hostPort':0,'servicePort':10001,'name':'web'}");
        assertThat(declared(sample)).isEqualTo("web 80/TCP");
        assertThat(sample.servicePorts("orders")).containsExactly("10001/TCP->web");
        assertThat(sample.env("PORT0").getValue()).isEqualTo("80");
        assertThat(sample.env("PORT_WEB").getValue()).isEqualTo("80");
    }

    @Test
    void aRandomContainerPortBecomesAUniqueFixedPort() {
        Sample sample = mappings("{'containerPort':0},{'containerPort':8080}");
        assertThat(declared(sample)).isEqualTo("port-0 8081/TCP, port-1 8080/TCP");
        assertThat(sample.env("PORTS").getValue()).isEqualTo("8081,8080");
        assertThat(sample.losses("container.portMappings[0].containerPort")).startsWith("REVIEW");
    }

    @Test
    void bothProtocolsAreTwoPorts() {
        Sample sample = mappings("{'containerPort':53,'protocol':'udp,tcp','name':'dns'}");
        assertThat(declared(sample)).isEqualTo("dns-tcp 53/TCP, dns-udp 53/UDP");
        assertThat(sample.servicePorts("orders")).containsExactly("53/TCP->dns-tcp", "53/UDP->dns-udp");
    }

    @Test
    void aLongNameIsShortenedAndReported() {
        Sample sample = mappings("{'containerPort':80,'name':'administration-port'}");
        assertThat(declared(sample)).isEqualTo("administration 80/TCP");
        assertThat(sample.losses("container.portMappings[0].name")).startsWith("INFO");
        assertThat(sample.env("PORT_ADMINISTRATION_PORT").getValue()).isEqualTo("80");
    }

    @Test
    void aFixedHostPortIsDroppedAndReported() {
        assertThat(mappings("{'containerPort':80,'hostPort':8080}").losses("container.portMappings[0].hostPort"))
                .startsWith("REVIEW left out");
    }

    @Test
    void onTheHostsNetworkThePortsBecomeFixed() {
        Sample sample = Sample.image("'networks':[{'mode':'host'}],'portDefinitions':[{'port':0},{'port':10002}]");
        assertThat(declared(sample)).isEqualTo("port-0 8080/TCP, port-1 8081/TCP");
        assertThat(sample.servicePorts("orders")).containsExactly("8080/TCP->port-0", "10002/TCP->port-1");
        assertThat(sample.losses("networks[0].mode")).startsWith("REVIEW");
    }

    @Test
    void requiredPortsStayTheContainersOwn() {
        Sample sample = Sample.image("'requirePorts':true,'ports':[9000]");
        assertThat(declared(sample)).isEqualTo("port-0 9000/TCP");
        assertThat(sample.losses("requirePorts")).startsWith("REVIEW");
    }

    @Test
    void aVipIsAServiceOfItsName() {
        Sample sample = mappings("{'containerPort':80,'labels':{'VIP_0':'/api:8000','VIP_1':'10.1.1.1:80'}}");
        assertThat(sample.servicePorts("api")).containsExactly("8000/TCP->port-0");
        assertThat(sample.losses("container.portMappings[0].labels.VIP_0")).startsWith("REVIEW");
        assertThat(sample.losses("container.portMappings[0].labels.VIP_1")).contains("no address of choice");
    }

    @Test
    void aPortThatIsUsedWithoutBeingDeclaredExists() {
        assertThat(declared(Sample.of("'cmd':'serve $PORT0'"))).isEqualTo("port-0 8080/TCP");
        assertThat(Sample.of("'cmd':'sleep 1000'").all(Service.class)).isEmpty();
    }

    @Test
    void theOldFormsGiveTheSameResult() {
        Sample legacy = Sample.of("'container':{'docker':{'image':'i','network':'BRIDGE','portMappings':["
                + "{'containerPort':80}]}},'ports':[10001]");
        assertThat(declared(legacy)).isEqualTo("port-0 80/TCP");
        assertThat(legacy.servicePorts("orders")).containsExactly("10001/TCP->port-0");
        assertThat(legacy.losses("container.docker.network")).isEmpty();
    }

    private static Sample mappings(String mappings) {
        return Sample.of("'networks':[{'mode':'container/bridge'}],'container':{'docker':{'image':'i'},'portMappings':["
                + mappings + "]}");
    }

    private static String declared(Sample sample) {
        return sample.container().getPorts().stream()
                .map((ContainerPort p) -> p.getName() + " " + p.getContainerPort() + "/" + p.getProtocol())
                .collect(Collectors.joining(", "));
    }
}

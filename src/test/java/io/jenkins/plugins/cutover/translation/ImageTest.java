package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTest {
    @Test
    void aCommandRunsInAShellAndArgumentsDoNot() {
        assertThat(Sample.of("'cmd':'run  \\\"a b\\\" $(date)'").container().getCommand())
                .containsExactly("/bin/sh", "-c", "run  \"a b\" $$(date)");
        Sample args = Sample.image("'args':['--a b','$$']");
        assertThat(args.container().getArgs()).containsExactly("--a b", "$$$$");
        assertThat(args.container().getCommand()).isEmpty();
    }

    @Test
    void anAppWithoutAnImageBlocksUntilAnImageIsGiven() {
        assertThat(Sample.of("'cmd':'x'").losses("container.docker.image")).startsWith("BLOCKER");
        Sample given = Sample.with(Corpus.SETTINGS.withImage("orders:2"), "'cmd':'x'");
        assertThat(given.translation().blockers()).isEmpty();
        assertThat(given.container().getImage()).isEqualTo("orders:2");
    }

    @Test
    void aPlaceholderBlocksAndAPrivateRegistryNeedsReview() {
        assertThat(image("repo/${NAME}:1")).startsWith("BLOCKER");
        assertThat(image("registry.corp:5000/x")).startsWith("REVIEW");
        assertThat(image("quay.io/x/y")).isEmpty();
        assertThat(image("library/nginx:1.27")).isEmpty();
    }

    @Test
    void forcedPullsBecomeThePullPolicy() {
        assertThat(Sample.of("'container':{'docker':{'image':'i','forcePullImage':true}}")
                        .container()
                        .getImagePullPolicy())
                .isEqualTo("Always");
        assertThat(Sample.image("").container().getImagePullPolicy()).isEqualTo("IfNotPresent");
    }

    @Test
    void aPullSecretMustBeProvided() {
        Sample sample = Sample.of("'container':{'docker':{'image':'i','pullConfig':{'secret':'reg'}}}");
        assertThat(sample.pod().getImagePullSecrets()).singleElement().hasFieldOrPropertyWithValue("name", "reg");
        assertThat(sample.losses("container.docker.pullConfig.secret")).startsWith("BLOCKER");
    }

    @Test
    void knownDockerParametersAreTranslated() {
        Sample sample = parameters(
                "hostname=Web.lan",
                "add-host=db:10.0.0.1",
                "dns=10.0.0.2",
                "cap-add=NET_ADMIN",
                "user=1000:1001",
                "workdir=/w",
                "shm-size=64m",
                "sysctl=net.core.somaxconn=1024",
                "env=A=b",
                "ipc=host");
        assertThat(sample.pod().getHostname()).isEqualTo("web");
        assertThat(sample.pod().getHostAliases().get(0).getIp()).isEqualTo("10.0.0.1");
        assertThat(sample.pod().getDnsConfig().getNameservers()).containsExactly("10.0.0.2");
        assertThat(sample.pod().getHostIPC()).isTrue();
        assertThat(sample.pod().getSecurityContext().getSysctls().get(0).getValue())
                .isEqualTo("1024");
        assertThat(sample.pod().getVolumes().get(0).getEmptyDir().getSizeLimit())
                .hasToString("64Mi");
        assertThat(sample.container().getSecurityContext().getRunAsGroup()).isEqualTo(1001);
        assertThat(sample.container().getSecurityContext().getCapabilities().getAdd())
                .containsExactly("NET_ADMIN");
        assertThat(sample.container().getWorkingDir()).isEqualTo("/w");
        assertThat(sample.env("A").getValue()).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"link=db", "memory=1g", "net=host", "user=www-data", "volume=named:/x", "pid=container:x"})
    void everyOtherDockerParameterIsReported(String parameter) {
        assertThat(parameters(parameter).losses("container.docker.parameters[0].value"))
                .startsWith("REVIEW left out");
    }

    @Test
    void aSecretParameterIsShownNowhere() {
        Sample sample = parameters("env=MYSQL_PWD=hidden");
        assertThat(sample.translation().yaml() + sample.translation().losses()).doesNotContain("hidden");
    }

    private static String image(String image) {
        return Sample.of("'container':{'docker':{'image':'" + image + "'}}").losses("container.docker.image");
    }

    private static Sample parameters(String... parameters) {
        StringBuilder json = new StringBuilder();
        for (String parameter : parameters) {
            String[] parts = parameter.split("=", 2);
            json.append(json.isEmpty() ? "" : ",").append("{'key':'" + parts[0] + "','value':'" + parts[1] + "'}");
        }
        return Sample.of("'container':{'docker':{'image':'i','parameters':[" + json + "]}}");
    }
}

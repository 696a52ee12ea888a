package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import org.junit.jupiter.api.Test;

class FetchesTest {
    @Test
    void filesAreFetchedByAnInitContainerIntoTheSandbox() {
        Sample sample = Sample.of("'cmd':'run','fetch':[{'uri':'https://h/app.tgz'},"
                + "{'uri':'https://h/tool?v=1','executable':true,'destPath':'bin/it's'}]".replace("it's", "tool"));
        Container fetch = sample.pod().getInitContainers().get(0);
        assertThat(fetch.getCommand().get(2)).isEqualTo("""
                set -eu
                wget -q -O 'app.tgz' 'https://h/app.tgz'
                tar -xf 'app.tgz'
                mkdir -p 'bin'
                wget -q -O 'bin/tool' 'https://h/tool?v=1'
                chmod +x 'bin/tool'
                """);
        assertThat(sample.container().getWorkingDir()).isEqualTo("/mnt/mesos/sandbox");
        assertThat(sample.env("MESOS_SANDBOX").getValue()).isEqualTo("/mnt/mesos/sandbox");
        assertThat(sample.losses("fetch[0]")).startsWith("REVIEW");
    }

    @Test
    void theOldFormGivesTheSameResult() {
        assertThat(Sample.image("'uris':['http://h/a.zip']")
                        .pod()
                        .getInitContainers()
                        .get(0)
                        .getCommand()
                        .get(2))
                .contains("unzip -o -q 'a.zip'");
    }

    @Test
    void aRegistryLoginIsAPullSecret() {
        Sample sample = Sample.image("'uris':['file:///etc/docker.tar.gz']");
        assertThat(sample.pod().getImagePullSecrets().get(0).getName()).isEqualTo("orders-registry");
        assertThat(sample.losses("uris[0]")).startsWith("BLOCKER");
        assertThat(sample.pod().getInitContainers()).isEmpty();
    }

    @Test
    void anAddressWithALoginIsKeptInTheSecret() {
        Sample sample = Sample.image("'uris':['https://u:hidden@h/x','https://h/y?X-Amz-Signature=hidden']");
        assertThat(sample.translation().yaml() + sample.translation().losses()).doesNotContain("hidden");
        assertThat(sample.translation().secret().getStringData()).containsKeys("FETCH_0", "FETCH_1");
    }

    @Test
    void aFileOnTheAgentOrInHdfsBlocks() {
        assertThat(Sample.image("'fetch':[{'uri':'hdfs://n/x'}]").losses("fetch[0]"))
                .startsWith("BLOCKER");
    }

    @Test
    void aSandboxThatTheAppNamesExists() {
        Sample sample = Sample.of("'cmd':'cd $MESOS_SANDBOX'");
        assertThat(sample.container().getVolumeMounts().get(0).getMountPath()).isEqualTo("/mnt/mesos/sandbox");
    }
}

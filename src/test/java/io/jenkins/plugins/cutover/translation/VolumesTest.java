package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VolumesTest {
    @Test
    void anAbsoluteHostPathIsKeptAndReported() {
        Sample sample = volumes("{'hostPath':'/data','containerPath':'/d','mode':'RO'}");
        assertThat(sample.pod().getVolumes().get(0).getHostPath().getPath()).isEqualTo("/data");
        assertThat(mounts(sample)).isEqualTo("data at /d ro");
        assertThat(sample.losses("container.volumes[0].hostPath")).startsWith("REVIEW");
    }

    @Test
    void theDockerSocketBlocks() {
        assertThat(volumes("{'hostPath':'/var/run/docker.sock','containerPath':'/s','mode':'RW'}")
                        .losses("container.volumes[0].hostPath"))
                .startsWith("BLOCKER");
    }

    @Test
    void aRelativePathIsAnEmptyDirectory() {
        Sample sample = volumes("{'hostPath':'cache','containerPath':'/c','mode':'RW'}");
        assertThat(sample.pod().getVolumes().get(0).getEmptyDir()).isNotNull();
    }

    @Test
    void aPersistentVolumeIsAClaimOfAStatefulSetAndItsDataIsReportedAsLost() {
        Sample sample = volumes("{'containerPath':'pg','mode':'RW','persistent':{'size':512}},"
                + "{'hostPath':'pg','containerPath':'/var/lib/pg','mode':'RW'}");
        StatefulSet set = sample.the(StatefulSet.class);
        assertThat(set.getSpec()
                        .getVolumeClaimTemplates()
                        .get(0)
                        .getSpec()
                        .getResources()
                        .getRequests()
                        .get("storage"))
                .hasToString("512Mi");
        assertThat(mounts(sample)).isEqualTo("pg at /var/lib/pg rw");
        assertThat(sample.losses("container.volumes[0].containerPath")).startsWith("BLOCKER");
        assertThat(sample.the(Service.class).getMetadata().getName())
                .isEqualTo(set.getSpec().getServiceName());
    }

    @Test
    void aPersistentVolumeByItselfIsBelowTheSandbox() {
        assertThat(mounts(volumes("{'containerPath':'data','mode':'RW','persistent':{'size':1}}")))
                .isEqualTo("data at /mnt/mesos/sandbox/data rw");
    }

    @Test
    void anExternalVolumeIsAClaim() {
        Sample sample = volumes("{'containerPath':'/x','mode':'RW','external':"
                + "{'name':'vol','provider':'dvdi','size':5,'options':{'dvdi/driver':'rexray'}}}");
        assertThat(sample.the(PersistentVolumeClaim.class).getMetadata().getName())
                .isEqualTo("orders-vol");
        assertThat(sample.losses("container.volumes[0].external")).startsWith("BLOCKER");
    }

    @Test
    void aCsiVolumeIsTheSameVolumeAgain() {
        Sample sample = volumes("{'containerPath':'/x','mode':'RW','external':"
                + "{'name':'vol-1','provider':'csi','options':{'pluginName':'ebs.csi.aws.com'}}}");
        assertThat(sample.the(PersistentVolume.class).getSpec().getCsi().getVolumeHandle())
                .isEqualTo("vol-1");
        assertThat(sample.the(PersistentVolumeClaim.class).getSpec().getVolumeName())
                .isEqualTo("orders-vol-1");
    }

    @Test
    void aSecretFileIsMountedFromTheSecret() {
        Sample sample = Sample.of("'container':{'docker':{'image':'i'},'volumes':["
                + "{'containerPath':'/etc/tls/key.pem','secret':'s'}]},'secrets':{'s':{'source':'tls'}}");
        assertThat(sample.pod().getVolumes().get(0).getSecret().getSecretName()).isEqualTo("tls");
        assertThat(sample.container().getVolumeMounts().get(0).getSubPath()).isEqualTo("key.pem");
    }

    private static Sample volumes(String volumes) {
        return Sample.of("'container':{'docker':{'image':'i'},'volumes':[" + volumes + "]}");
    }

    private static String mounts(Sample sample) {
        return sample.container().getVolumeMounts().stream()
                .map(m -> m.getName() + " at " + m.getMountPath()
                        + (Boolean.TRUE.equals(m.getReadOnly()) ? " ro" : " rw"))
                .collect(Collectors.joining(", "));
    }
}

package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    @Test
    void requestsAndLimitsInKubernetesUnits() {
        ResourceRequirements resources = Sample.image("'cpus':0.25,'mem':512,'disk':100,'gpus':1")
                .container()
                .getResources();
        assertThat(resources.getRequests()).hasToString("{cpu=250m, ephemeral-storage=100Mi, memory=512Mi}");
        assertThat(resources.getLimits()).hasToString("{cpu=250m, memory=512Mi, nvidia.com/gpu=1}");
    }

    @Test
    void fractionsAreRoundedUpAndNeverToZero() {
        ResourceRequirements resources =
                Sample.image("'cpus':0.0001,'mem':25.5").container().getResources();
        assertThat(resources.getRequests()).hasToString("{cpu=1m, memory=26112Ki}");
        assertThat(Sample.image("'cpus':2")
                        .container()
                        .getResources()
                        .getRequests()
                        .get("cpu"))
                .hasToString("2");
    }

    @Test
    void withoutQuotasTheCpuHasNoLimit() {
        Sample sample = Sample.with(Corpus.SETTINGS.withCpuLimits(false), Sample.IMAGE + ",'cpus':1");
        assertThat(sample.container().getResources().getLimits()).doesNotContainKey("cpu");
    }

    @Test
    void explicitLimitsTakePrecedence() {
        Sample sample = Sample.image("'resourceLimits':{'cpus':2.5,'mem':'unlimited'}");
        assertThat(sample.container().getResources().getLimits()).hasToString("{cpu=2500m}");
        assertThat(sample.losses("resourceLimits.mem")).startsWith("REVIEW no limit");
    }
}

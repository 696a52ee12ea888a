package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;

class UpdateStrategyTest {
    @Test
    void capacitiesBecomeWholePodsWithoutRoundingErrors() {
        assertThat(strategy(10, "0.9", "0.25")).isEqualTo("1 fewer, 2 more");
        assertThat(strategy(3, "0.5", "0.5")).isEqualTo("1 fewer, 1 more");
        assertThat(strategy(4, "1", "1")).isEqualTo("0 fewer, 4 more");
        assertThat(strategy(10, "0.7", "0")).isEqualTo("3 fewer, 0 more");
    }

    @Test
    void aRolloutThatCouldNotStartGetsOneExtraPod() {
        assertThat(strategy(5, "1", "0.1")).isEqualTo("0 fewer, 1 more");
    }

    @Test
    void aSingleInstanceAppNeverRunsTwice() {
        Sample sample = Sample.image("'labels':{'MARATHON_SINGLE_INSTANCE_APP':'true'}");
        assertThat(sample.the(Deployment.class).getSpec().getStrategy().getType())
                .isEqualTo("Recreate");
    }

    @Test
    void theDisruptionBudgetKeepsTheUpgradeCapacityAndAllowsOneEviction() {
        assertThat(budget("'instances':10,'upgradeStrategy':{'minimumHealthCapacity':0.5}"))
                .isEqualTo(5);
        assertThat(budget("'instances':3")).isEqualTo(2);
        assertThat(Sample.image("'instances':1").all(PodDisruptionBudget.class)).isEmpty();
        assertThat(Sample.image("'instances':1").losses("instances")).contains("no PodDisruptionBudget");
    }

    @Test
    void anAutoscalerIsMadeOnRequestAndSetsTheReplicas() {
        Sample sample = Sample.with(Corpus.SETTINGS.withMaxReplicas(9), Sample.IMAGE + ",'instances':3");
        assertThat(sample.the(Deployment.class).getSpec().getReplicas()).isNull();
        assertThat(sample.the(HorizontalPodAutoscaler.class).getSpec().getMinReplicas())
                .isEqualTo(3);
        assertThat(sample.the(HorizontalPodAutoscaler.class).getSpec().getMaxReplicas())
                .isEqualTo(9);
        assertThat(sample.losses("upgradeStrategy")).startsWith("REVIEW in percent");
    }

    private static int budget(String fields) {
        return Sample.image(fields)
                .the(PodDisruptionBudget.class)
                .getSpec()
                .getMinAvailable()
                .getIntVal();
    }

    private static String strategy(int instances, String health, String over) {
        DeploymentStrategy strategy = Sample.image(
                        "'instances':" + instances + ",'upgradeStrategy':{'minimumHealthCapacity':" + health
                                + ",'maximumOverCapacity':" + over + "}")
                .the(Deployment.class)
                .getSpec()
                .getStrategy();
        return strategy.getRollingUpdate().getMaxUnavailable().getIntVal() + " fewer, "
                + strategy.getRollingUpdate().getMaxSurge().getIntVal() + " more";
    }
}

package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * How many pods can be missing or extra during an update of the app or a drain of a node. In whole pods, because
 * Kubernetes does not round percentages as Marathon rounds fractions.
 */
final class UpdateStrategy {
    private final Draft draft;
    private final BigDecimal health;
    private final BigDecimal over;

    UpdateStrategy(Draft draft) {
        this.draft = draft;
        Field strategy = draft.app.at("upgradeStrategy");
        this.health = strategy.at("minimumHealthCapacity").number(draft.stateful() ? "0.5" : "1");
        this.over = strategy.at("maximumOverCapacity").number(draft.stateful() ? "0" : "1");
    }

    DeploymentStrategy strategy() {
        Field single = draft.app.at("labels", "MARATHON_SINGLE_INSTANCE_APP");
        if (single.text("").equals("true")) {
            if (draft.app.at("upgradeStrategy").present()) {
                draft.app.at("upgradeStrategy").info("Recreate: never two at a time");
            }
            return new DeploymentStrategyBuilder().withType("Recreate").build();
        }
        if (single.present()) {
            single.info("left out: only true has a meaning");
        }
        IntOrString unavailable = new IntOrString(draft.replicas - healthy());
        IntOrString surge = new IntOrString(surge());
        if (draft.settings.maxReplicas() > 0) {
            unavailable = percent(BigDecimal.ONE.subtract(health));
            surge = percent(over.signum() == 0 && health.compareTo(BigDecimal.ONE) >= 0 ? BigDecimal.ONE : over);
            draft.app
                    .at("upgradeStrategy")
                    .review("in percent, since the number of pods changes: rounded as Kubernetes rounds");
        } else if (unavailable.getIntVal() == 0 && surge.getIntVal() == 0) {
            surge = new IntOrString(1);
            draft.app
                    .at("upgradeStrategy")
                    .info("one pod more during a rollout: without an extra or a missing pod it could not start");
        }
        return new DeploymentStrategyBuilder()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(unavailable)
                .withMaxSurge(surge)
                .endRollingUpdate()
                .build();
    }

    /** A StatefulSet replaces its pods one by one, whatever the app requests. */
    void reportStateful() {
        Field strategy = draft.app.at("upgradeStrategy");
        if (strategy.present()) {
            strategy.review("left out: a StatefulSet replaces one pod after the other");
        }
        Field single = draft.app.at("labels", "MARATHON_SINGLE_INSTANCE_APP");
        if (single.present()) {
            single.info("left out: a StatefulSet never runs two pods for one instance");
        }
    }

    /** ceil(n * minimumHealthCapacity) */
    private int healthy() {
        return BigDecimal.valueOf(draft.replicas)
                .multiply(health)
                .setScale(0, RoundingMode.CEILING)
                .min(BigDecimal.valueOf(draft.replicas))
                .intValue();
    }

    /** floor(n * maximumOverCapacity) */
    private int surge() {
        return BigDecimal.valueOf(draft.replicas)
                .multiply(over)
                .setScale(0, RoundingMode.FLOOR)
                .intValue();
    }

    private static IntOrString percent(BigDecimal fraction) {
        return new IntOrString(fraction.max(BigDecimal.ZERO)
                        .movePointRight(2)
                        .setScale(0, RoundingMode.DOWN)
                        .toPlainString()
                + "%");
    }

    /** Keeps as many pods as an upgrade does, and lets a node drain take at least one. */
    Optional<HasMetadata> budget() {
        int least = Math.min(healthy(), draft.replicas - 1);
        if (least < 1) {
            if (draft.replicas == 1) {
                draft.app
                        .at("instances")
                        .info("no PodDisruptionBudget: with one pod it would forbid draining the node");
            }
            return Optional.empty();
        }
        return Optional.of(new PodDisruptionBudgetBuilder()
                .withMetadata(ManifestAssembler.metadata(draft, draft.name))
                .withNewSpec()
                .withMinAvailable(new IntOrString(least))
                .withNewSelector()
                .withMatchLabels(draft.selector())
                .endSelector()
                .endSpec()
                .build());
    }
}

package io.jenkins.plugins.cutover.eks.manifests;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * What a pod of a workload asks the scheduler for: the sum over its containers or the most of an init container,
 * whichever is more; a limit stands for a request that is not given, as the API server has it.
 */
record PodRequests(Map<String, Object> workload) {
    /** @return cores; empty when a container does not say */
    Optional<Double> cpus() {
        return asked("cpu");
    }

    /** @return bytes; empty when a container does not say */
    Optional<Double> memory() {
        return asked("memory");
    }

    private Optional<Double> asked(String resource) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Object container : Trees.list(workload, "spec", "template", "spec", "containers")) {
            BigDecimal one = of(container, resource);
            if (one.signum() == 0) {
                return Optional.empty();
            }
            sum = sum.add(one);
        }
        BigDecimal most = sum;
        for (Object container : Trees.list(workload, "spec", "template", "spec", "initContainers")) {
            most = most.max(of(container, resource));
        }
        return most.signum() == 0 ? Optional.empty() : Optional.of(most.doubleValue());
    }

    private static BigDecimal of(Object container, String resource) {
        String given = Trees.text(container, "resources", "requests", resource);
        String said = given.isEmpty() ? Trees.text(container, "resources", "limits", resource) : given;
        return said.isEmpty() ? BigDecimal.ZERO : Quantity.getAmountInBytes(new Quantity(said));
    }
}

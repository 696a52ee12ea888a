package io.jenkins.plugins.cutover.eks;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pod of a workload asks the scheduler for: the sum over its containers, a limit standing for a request that is
 * not given, as the API server has it.
 */
record PodRequests(Map<String, Object> workload) {
    /** @return cores; empty when a container does not say */
    Optional<Double> cpus() {
        return sum("cpu");
    }

    /** @return bytes; empty when a container does not say */
    Optional<Double> memory() {
        return sum("memory");
    }

    private Optional<Double> sum(String resource) {
        List<?> containers = Trees.list(workload, "spec", "template", "spec", "containers");
        BigDecimal sum = BigDecimal.ZERO;
        for (Object container : containers) {
            String given = Trees.text(container, "resources", "requests", resource);
            String said = given.isEmpty() ? Trees.text(container, "resources", "limits", resource) : given;
            if (said.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.add(Quantity.getAmountInBytes(new Quantity(said)));
        }
        return sum.signum() == 0 ? Optional.empty() : Optional.of(sum.doubleValue());
    }
}

package io.jenkins.plugins.cutover.eks.manifests;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * What a pod of a workload requests from the scheduler: the sum over its containers or the maximum over its init
 * containers, whichever is larger. A missing request defaults to the limit, as in the API server.
 */
record PodRequests(Map<String, Object> workload) {
    /** @return cores; empty when a container requests none */
    Optional<Double> cpus() {
        return requested("cpu");
    }

    /** @return bytes; empty when a container requests none */
    Optional<Double> memory() {
        return requested("memory");
    }

    private Optional<Double> requested(String resource) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Object container : Trees.list(workload, "spec", "template", "spec", "containers")) {
            BigDecimal one = of(container, resource);
            if (one.signum() == 0) {
                return Optional.empty();
            }
            sum = sum.add(one);
        }
        BigDecimal larger = sum;
        for (Object container : Trees.list(workload, "spec", "template", "spec", "initContainers")) {
            larger = larger.max(of(container, resource));
        }
        return larger.signum() == 0 ? Optional.empty() : Optional.of(larger.doubleValue());
    }

    private static BigDecimal of(Object container, String resource) {
        String request = Trees.text(container, "resources", "requests", resource);
        String amount = request.isEmpty() ? Trees.text(container, "resources", "limits", resource) : request;
        return amount.isEmpty() ? BigDecimal.ZERO : Quantity.getAmountInBytes(new Quantity(amount));
    }
}

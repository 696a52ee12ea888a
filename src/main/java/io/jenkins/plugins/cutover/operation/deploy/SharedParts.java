package io.jenkins.plugins.cutover.operation.deploy;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What two services may not share: a backend on an instance, and a workload in a namespace. Two cutovers of the same part
 * would put each other's weights right for ever.
 */
final class SharedParts {
    private SharedParts() {}

    /** @throws CutoverException naming the other service and the part that both name */
    static void refuse(ServiceSpec spec, List<CutoverRecord> records) {
        for (CutoverRecord other : records) {
            boolean moves = other.state().open() || other.state() == CutoverState.COMPLETED;
            if (moves && !other.service().equals(spec.service())) {
                Stream.of(
                                backend(spec, other.spec()),
                                workload(spec.eks(), other.spec().eks()))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .ifPresent(part -> {
                            throw new CutoverException(part + " belongs to the cutover of " + other.service()
                                    + " in environment " + other.spec().environment() + " (" + other.state() + ", EKS "
                                    + other.share() + "); two services cannot move it");
                        });
            }
        }
    }

    private static Optional<String> backend(ServiceSpec spec, ServiceSpec other) {
        List<String> names = backends(spec.haproxy());
        return backends(other.haproxy()).stream()
                .filter(names::contains)
                .findFirst()
                .flatMap(name -> spec.haproxy().instances().stream()
                        .filter(other.haproxy().instances()::contains)
                        .map(InstanceAddress::toString)
                        .findFirst()
                        .map(instance -> "backend " + name + " on " + instance));
    }

    private static List<String> backends(HaproxySpec haproxy) {
        return haproxy.split() == null
                ? List.of(haproxy.backend())
                : List.of(haproxy.backend(), haproxy.split().eksBackend());
    }

    /** The same access to a cluster means the same cluster; other ways to the same cluster are not recognized. */
    private static Optional<String> workload(EksSpec eks, EksSpec other) {
        boolean same = eks.namespace().equals(other.namespace())
                && eks.deployment().equals(other.deployment())
                && sameCluster(eks.access(), other.access());
        return same
                ? Optional.of("workload " + eks.deployment() + " in namespace " + eks.namespace())
                : Optional.empty();
    }

    private static boolean sameCluster(EksSpec.Access one, EksSpec.Access other) {
        return Objects.equals(one.server(), other.server())
                && Objects.equals(one.kubeconfig(), other.kubeconfig())
                && Objects.equals(one.context(), other.context())
                && (one.server() != null
                        || !one.kubeconfig().isEmpty()
                        || Objects.equals(one.credential(), other.credential()));
    }
}

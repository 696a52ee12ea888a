package io.jenkins.plugins.cutover.sandbox.cluster;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;

/** Keeps the Endpoints of each Service that has a selector. */
final class ServiceEndpoints {
    private final Store store;

    ServiceEndpoints(Store store) {
        this.store = store;
    }

    void sync(Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        if (selector == null || selector.isEmpty()) {
            return;
        }
        String namespace = service.getMetadata().getNamespace();
        List<Pod> pods = store.all(Pod.class, namespace).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null
                        && pod.getMetadata().getLabels() != null
                        && pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet())
                        && pod.getStatus().getPodIP() != null)
                .toList();
        EndpointSubsetBuilder subset = new EndpointSubsetBuilder()
                .withAddresses(addresses(pods, true))
                .withNotReadyAddresses(addresses(pods, false))
                .withPorts(service.getSpec().getPorts().stream()
                        .map(ServiceEndpoints::port)
                        .toList());
        Endpoints wanted = new EndpointsBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(service.getMetadata().getName())
                .endMetadata()
                .withSubsets(pods.isEmpty() ? List.of() : List.of(subset.build()))
                .build();
        store.get(Kind.of(Endpoints.class), namespace, service.getMetadata().getName())
                .map(object -> Store.JSON.convertValue(object, Endpoints.class))
                .ifPresent(before -> wanted.setMetadata(before.getMetadata()));
        store.save(wanted);
    }

    private static List<EndpointAddress> addresses(List<Pod> pods, boolean ready) {
        return pods.stream()
                .filter(pod -> ReplicaSets.ready(pod) == ready)
                .map(pod -> new EndpointAddressBuilder()
                        .withIp(pod.getStatus().getPodIP())
                        .withNewTargetRef()
                        .withKind("Pod")
                        .withName(pod.getMetadata().getName())
                        .endTargetRef()
                        .build())
                .toList();
    }

    private static EndpointPort port(io.fabric8.kubernetes.api.model.ServicePort port) {
        Integer target =
                port.getTargetPort() == null ? null : port.getTargetPort().getIntVal();
        return new EndpointPortBuilder()
                .withName(port.getName())
                .withPort(target == null ? port.getPort() : target)
                .withProtocol(port.getProtocol())
                .build();
    }
}

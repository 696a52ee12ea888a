package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Optional;

/** The sandbox's own store. */
record StorePodApi(Store store) implements PodApi {
    @Override
    public List<Pod> pods() {
        return store.all(Pod.class, "");
    }

    @Override
    public void status(Pod pod, PodStatus status) {
        synchronized (store) {
            find(pod).ifPresent(object -> {
                object.set("status", Store.JSON.valueToTree(status));
                store.put(Kind.of(Pod.class), object);
            });
        }
    }

    @Override
    public void remove(Pod pod) {
        synchronized (store) {
            find(pod)
                    .ifPresent(object -> store.remove(
                            Kind.of(Pod.class),
                            pod.getMetadata().getNamespace(),
                            pod.getMetadata().getName()));
        }
    }

    @Override
    public void event(Pod pod, String reason, String message) {
        String name = pod.getMetadata().getName();
        store.save(new EventBuilder()
                .withNewMetadata()
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(name + "." + reason.toLowerCase(java.util.Locale.ROOT))
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Pod")
                .withName(name)
                .withUid(pod.getMetadata().getUid())
                .endInvolvedObject()
                .withType("Warning")
                .withReason(reason)
                .withMessage(message)
                .withLastTimestamp(store.now())
                .build());
    }

    private Optional<ObjectNode> find(Pod pod) {
        String uid = pod.getMetadata().getUid();
        return store.get(
                        Kind.of(Pod.class),
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName())
                .filter(object -> object.path("metadata").path("uid").asText().equals(uid));
    }
}

package io.jenkins.plugins.cutover.sandbox.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;

/** What a kubelet does with the API server: the sandbox's own, or a real one. */
interface PodApi {
    List<Pod> pods();

    /** Does nothing when the pod is gone. */
    void status(Pod pod, PodStatus status);

    /** Takes a pod away that has ended. */
    void remove(Pod pod);

    void event(Pod pod, String reason, String message);
}

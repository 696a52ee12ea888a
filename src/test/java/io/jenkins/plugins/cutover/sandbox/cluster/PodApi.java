package io.jenkins.plugins.cutover.sandbox.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;

/** The calls of a kubelet to the API server: the sandbox's own, or a real one. */
interface PodApi {
    List<Pod> pods();

    /** Does nothing if the pod is deleted. */
    void status(Pod pod, PodStatus status);

    /** Removes a pod that has ended. */
    void remove(Pod pod);

    void event(Pod pod, String reason, String message);
}

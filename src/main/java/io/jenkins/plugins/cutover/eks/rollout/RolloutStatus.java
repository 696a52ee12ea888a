package io.jenkins.plugins.cutover.eks.rollout;

import io.jenkins.plugins.cutover.model.Endpoint;
import java.io.Serializable;
import java.util.List;

/** The progress of a rollout. */
public sealed interface RolloutStatus extends Serializable {

    /**
     * The newest of the earlier revisions that still has ready pods.
     *
     * @param revision 0 when there is none
     * @param pods how many of its pods are ready
     */
    record Serving(long revision, int pods) implements Serializable {
        /** No earlier revision serves. */
        public static final Serving NOTHING = new Serving(0, 0);

        /** For people, without a full stop. */
        public String text() {
            return revision == 0
                    ? "there is no earlier revision"
                    : "revision " + revision + " still serves with " + pods + (pods == 1 ? " pod" : " pods");
        }
    }

    /**
     * It is in progress.
     *
     * @param ready pods of the new revision that are ready
     * @param wanted the desired number of pods
     * @param text for a status line: {@code 2 of 3 pods ready}, and what blocks the next one if known; also the reason to
     *     report when the caller's own deadline passes
     * @param serving the earlier revision that serves meanwhile
     */
    record InProgress(int ready, int wanted, String text, Serving serving) implements RolloutStatus {}

    /**
     * Every pod is of the newest revision and ready, and no older one is left.
     *
     * @param revision as in {@code kubectl rollout history}
     * @param endpoints the addresses of the pods, sorted
     */
    record Complete(long revision, List<Endpoint> endpoints) implements RolloutStatus {
        public Complete {
            endpoints = List.copyOf(endpoints);
        }
    }

    /**
     * It does not complete without a change.
     *
     * @param reason one line with the pod, the message of Kubernetes and the last log lines of a crashed container
     * @param serving the earlier revision that serves now
     */
    record Failed(String reason, Serving serving) implements RolloutStatus {
        /** The reason, and which revision serves now. */
        public String text() {
            return reason + "; " + serving.text();
        }
    }
}

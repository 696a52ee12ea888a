package io.jenkins.plugins.cutover.eks.rollout;

import io.jenkins.plugins.cutover.model.Endpoint;
import java.io.Serializable;
import java.util.List;

/** How far a rollout has come. */
public sealed interface RolloutStatus extends Serializable {

    /**
     * The newest of the earlier revisions that still has ready pods.
     *
     * @param revision 0 when there is none
     * @param pods how many of its pods are ready
     */
    record Serving(long revision, int pods) implements Serializable {
        public static final Serving NOTHING = new Serving(0, 0);

        public String text() {
            return revision == 0
                    ? "there is no earlier revision"
                    : "revision " + revision + " still serves with " + pods + (pods == 1 ? " pod" : " pods");
        }
    }

    /**
     * It goes on.
     *
     * @param ready pods of the new revision that are ready
     * @param wanted pods asked for
     * @param text for a status line: {@code 2 of 3 pods ready}, and what holds the next one up where that is known; the
     *     reason to give when the caller's own time is over
     * @param serving what serves meanwhile
     */
    record InProgress(int ready, int wanted, String text, Serving serving) implements RolloutStatus {}

    /**
     * Every pod is of the newest revision and ready, and none of an older one is left.
     *
     * @param revision as in {@code kubectl rollout history}
     * @param endpoints where the pods answer, sorted
     */
    record Complete(long revision, List<Endpoint> endpoints) implements RolloutStatus {
        public Complete {
            endpoints = List.copyOf(endpoints);
        }
    }

    /**
     * It will not come to an end by itself.
     *
     * @param reason in words, with the pod, what Kubernetes says and the last lines of a crashed container's log
     * @param serving what serves now
     */
    record Failed(String reason, Serving serving) implements RolloutStatus {
        /** The reason, and what serves now. */
        public String text() {
            return reason + "; " + serving.text();
        }
    }
}

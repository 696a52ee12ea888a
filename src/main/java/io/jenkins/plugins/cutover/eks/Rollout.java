package io.jenkins.plugins.cutover.eks;

import io.jenkins.plugins.cutover.model.Endpoint;
import java.io.Serializable;
import java.util.List;

/** How far a rollout has come. */
public sealed interface Rollout extends Serializable {

    /**
     * It goes on.
     *
     * @param ready pods of the new revision that are ready
     * @param wanted pods asked for
     * @param text for a status line: {@code 2 of 3 pods ready}, and what holds the next one up where that is known; the
     *     reason to give when the caller's own time is over
     */
    record InProgress(int ready, int wanted, String text) implements Rollout {}

    /**
     * Every pod is of the newest revision and ready, and none of an older one is left.
     *
     * @param revision as in {@code kubectl rollout history}
     * @param endpoints where the pods answer, sorted
     */
    record Complete(long revision, List<Endpoint> endpoints) implements Rollout {
        public Complete {
            endpoints = List.copyOf(endpoints);
        }
    }

    /**
     * It will not come to an end by itself.
     *
     * @param reason in words, with the pod, what Kubernetes says and the last lines of a crashed container's log
     * @param previousRevision the revision that still serves; 0 when there was none
     * @param previousReady how many ready pods it has
     */
    record Failed(String reason, long previousRevision, int previousReady) implements Rollout {
        /** The reason, and what serves now. */
        public String text() {
            return previousRevision == 0
                    ? reason + "; there is no earlier revision"
                    : reason + "; revision " + previousRevision + " still serves with " + previousReady
                            + (previousReady == 1 ? " pod" : " pods");
        }
    }
}

package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.model.CutoverRecord.Deployment;
import io.jenkins.plugins.cutover.model.EksSpec;
import java.time.Instant;
import java.util.List;

/** The deployment part of a record, at each point of a deploy. */
public final class DeploymentRecords {
    private DeploymentRecords() {}

    /**
     * Written before anything is applied. It names the revision to restore, so that another owner can continue.
     *
     * @param losses what the translation from Marathon could not keep, one line each
     * @param previous the revision that serves now; 0 for none
     */
    public static Deployment begun(EksSpec eks, Manifests manifests, List<String> losses, Instant now, long previous) {
        return new Deployment(
                eks.namespace(), eks.deployment(), "", AppliedObjects.names(manifests), losses, now, previous);
    }

    /** An apply that changed nothing leaves no earlier revision to restore. */
    public static Deployment complete(Deployment d, long revision) {
        return with(d, String.valueOf(revision), d.previous() == revision ? 0 : d.previous());
    }

    /** After a failure: the next deploy applies again instead of continuing with pods that failed. */
    public static Deployment unfinished(Deployment d) {
        return with(d, "", d.previous());
    }

    /** The earlier revision serves again. */
    static Deployment restored(Deployment d) {
        return with(d, "", 0);
    }

    private static Deployment with(Deployment d, String revision, long previous) {
        return new Deployment(d.namespace(), d.name(), revision, d.applied(), d.losses(), d.startedAt(), previous);
    }

    /** Whether its pods are replaced in place: a failed StatefulSet has fewer pods than before until it is undone. */
    public static boolean inPlace(Deployment d) {
        return AppliedObjects.manifests(d.applied()).stateful(d.name());
    }
}

package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.model.CutoverRecord.Deployment;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.operation.deploy.ManifestSource;
import java.time.Instant;

/** A record's words on the deployment, at each point of a deploy. */
public final class DeploymentRecords {
    private DeploymentRecords() {}

    /**
     * The intention, before anything is applied: with what to come back to, for whoever goes on with it.
     *
     * @param previous the revision that serves now; 0 for none
     */
    public static Deployment begun(EksSpec eks, ManifestSource.Source source, Instant now, long previous) {
        return new Deployment(
                eks.namespace(),
                eks.deployment(),
                "",
                AppliedObjects.names(source.manifests()),
                source.losses(),
                now,
                previous);
    }

    /** An apply that changed nothing leaves nothing to come back to. */
    public static Deployment complete(Deployment d, long revision) {
        return with(d, String.valueOf(revision), d.previous() == revision ? 0 : d.previous());
    }

    /** After a failure: whoever deploys next applies anew and does not go on with pods that were found wanting. */
    public static Deployment unfinished(Deployment d) {
        return with(d, "", d.previous());
    }

    /** The earlier revision serves again. */
    static Deployment putBack(Deployment d) {
        return with(d, "", 0);
    }

    private static Deployment with(Deployment d, String revision, long previous) {
        return new Deployment(d.namespace(), d.name(), revision, d.applied(), d.losses(), d.startedAt(), previous);
    }

    /** Whether its pods are replaced in place: a StatefulSet that fails has fewer pods than before until it is undone. */
    public static boolean inPlace(Deployment d) {
        return AppliedObjects.manifests(d.applied()).stateful(d.name());
    }
}

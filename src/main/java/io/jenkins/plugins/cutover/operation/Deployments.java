package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.model.CutoverRecord.Deployment;
import io.jenkins.plugins.cutover.model.EksSpec;
import java.time.Instant;

/** A record's words on the deployment, at each point of a deploy. */
final class Deployments {
    private Deployments() {}

    /** The intention, before anything is applied. */
    static Deployment begun(EksSpec eks, ManifestSource.Source source, Instant now) {
        return new Deployment(
                eks.namespace(),
                eks.deployment(),
                "",
                AppliedObjects.names(source.manifests()),
                source.losses(),
                now,
                0);
    }

    /** @param previous what served before the apply; the same revision when the apply changed nothing */
    static Deployment complete(Deployment d, long revision, long previous) {
        return new Deployment(
                d.namespace(),
                d.name(),
                String.valueOf(revision),
                d.applied(),
                d.losses(),
                d.startedAt(),
                previous == revision ? 0 : previous);
    }

    /** After a failure: whoever deploys next applies anew and does not go on with pods that were found wanting. */
    static Deployment unfinished(Deployment d) {
        return new Deployment(d.namespace(), d.name(), "", d.applied(), d.losses(), d.startedAt(), 0);
    }
}

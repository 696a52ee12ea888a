package io.jenkins.plugins.cutover.controller;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.cutover.model.Owner;
import java.util.Optional;

/** The status of the build that owns a cutover. */
enum BuildStatus {
    /** It runs, or waits for an approval. */
    ALIVE,
    /** It succeeded and left the cutover open for the next build to continue. */
    LEFT,
    /** It failed, was aborted or deleted: the cutover has no owner. */
    DEAD,
    /** It is not a build of this controller. */
    FOREIGN;

    static BuildStatus of(Owner owner) {
        if (!owner.kind().equals("build") || CutoverServices.elsewhere(owner)) {
            return FOREIGN;
        }
        Optional<Run<?, ?>> found = OwnerBuild.owner(owner);
        if (found.isEmpty()) {
            return DEAD;
        }
        Run<?, ?> build = found.get();
        if (build.isBuilding()) {
            return ALIVE;
        }
        Result result = build.getResult();
        return result == null || result.isWorseThan(Result.UNSTABLE) ? DEAD : LEFT;
    }
}

package io.jenkins.plugins.cutover.controller;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.cutover.model.Owner;
import java.util.Optional;

/** What became of the build that opened a cutover. */
enum BuildStatus {
    /** It runs, or waits for a person. */
    ALIVE,
    /** It ended well and left the service where it put it, for a next build to go on. */
    LEFT,
    /** It failed, was aborted, or is gone: nobody cares for the service any more. */
    DEAD,
    /** It is no build of this controller. */
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

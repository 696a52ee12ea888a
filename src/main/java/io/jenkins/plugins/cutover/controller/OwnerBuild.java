package io.jenkins.plugins.cutover.controller;

import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.cutover.model.Owner;
import java.util.Optional;

/** Finds the build of an owner. */
final class OwnerBuild {
    private OwnerBuild() {}

    /**
     * Ignores the permissions of the current user: a caller that shows the build must check those of its job.
     *
     * @param owner may be null
     * @return empty for a command line, another controller's build, and a build that does not exist
     */
    static Optional<Run<?, ?>> owner(Owner owner) {
        if (owner == null || !owner.kind().equals("build") || CutoverServices.elsewhere(owner)) {
            return Optional.empty();
        }
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return Optional.ofNullable(Run.fromExternalizableId(owner.id()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not the id of a build
        }
    }
}

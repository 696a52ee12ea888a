package io.jenkins.plugins.cutover.controller;

import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.cutover.model.Owner;
import java.util.Optional;

/** The build behind an owner. */
final class OwnerBuild {
    private OwnerBuild() {}

    /**
     * Found whatever the caller may see: whoever shows it must look at the permissions of its job.
     *
     * @param owner may be null
     * @return empty for a command line's, for another controller's, and for a build that is gone
     */
    static Optional<Run<?, ?>> owner(Owner owner) {
        if (owner == null || !owner.kind().equals("build") || CutoverServices.elsewhere(owner)) {
            return Optional.empty();
        }
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return Optional.ofNullable(Run.fromExternalizableId(owner.id()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not the name of a build of any controller
        }
    }
}

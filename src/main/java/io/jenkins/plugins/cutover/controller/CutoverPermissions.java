package io.jenkins.plugins.cutover.controller;

import hudson.AbortException;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.model.Run;
import hudson.security.Permission;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;

/** The permissions on a service that a job moves. They apply to jobs and folders, like Build and Configure. */
public final class CutoverPermissions {
    /** Move traffic to EKS. */
    public static final Permission SHIFT = permission("CutoverShift", "permission.shift", Item.CONFIGURE);

    /** Roll back: the safe direction, so SHIFT implies it. */
    public static final Permission ROLLBACK = permission("CutoverRollback", "permission.rollback", SHIFT);

    /** Retire Mesos: only administrators unless granted explicitly. */
    public static final Permission RETIRE = permission("CutoverRetire", "permission.retire", Jenkins.ADMINISTER);

    private CutoverPermissions() {}

    private static Permission permission(String name, String description, Permission impliedBy) {
        return new Permission(Item.PERMISSIONS, name, Messages.of(description), impliedBy, PermissionScope.ITEM);
    }

    /** Loads this class, which registers its permissions before the authorization strategy is loaded. */
    @Initializer(after = InitMilestone.PLUGINS_STARTED, before = InitMilestone.EXTENSIONS_AUGMENTED)
    public static void register() {
        System.getLogger(CutoverPermissions.class.getName()).log(System.Logger.Level.DEBUG, SHIFT.name);
    }

    /**
     * Fails a step whose build lacks the permission. The controller's build authorization defines the user that a build
     * runs as; without one it runs as the system user, which has every permission. Call it on the CPS thread.
     *
     * @param what the operation, for the message
     */
    public static void check(Run<?, ?> build, Permission needed, String what) throws AbortException {
        if (!build.getParent().hasPermission(needed)) {
            throw new AbortException(what + ": " + Jenkins.getAuthentication2().getName()
                    + ", as whom this build runs, lacks the permission Job/" + needed.name);
        }
    }
}

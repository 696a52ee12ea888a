package io.jenkins.plugins.cutover.controller;

import hudson.AbortException;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.model.Run;
import hudson.security.Permission;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;

/** Who may do what to the service that a job moves. They stand beside Build and Configure, for jobs and folders. */
public final class CutoverPermissions {
    /** Towards EKS. */
    public static final Permission SHIFT = permission("CutoverShift", "permission.shift", Item.CONFIGURE);

    /** The safe direction: whoever may shift may always take it back. */
    public static final Permission ROLLBACK = permission("CutoverRollback", "permission.rollback", SHIFT);

    /** Only an administrator, unless somebody was named. */
    public static final Permission RETIRE = permission("CutoverRetire", "permission.retire", Jenkins.ADMINISTER);

    private CutoverPermissions() {}

    private static Permission permission(String name, String description, Permission impliedBy) {
        return new Permission(Item.PERMISSIONS, name, Messages.of(description), impliedBy, PermissionScope.ITEM);
    }

    /** Loads this class, and so makes its permissions known, before an authorization strategy reads its table. */
    @Initializer(after = InitMilestone.PLUGINS_STARTED, before = InitMilestone.EXTENSIONS_AUGMENTED)
    public static void register() {
        System.getLogger(CutoverPermissions.class.getName()).log(System.Logger.Level.DEBUG, SHIFT.name);
    }

    /**
     * Refuses a step whose build may not do this: as whom a build runs is said by the controller's build
     * authorization; without one it runs as the system, which may do everything. Call it on the pipeline's own thread.
     */
    public static void check(Run<?, ?> build, Permission needed, String what) throws AbortException {
        if (!build.getParent().hasPermission(needed)) {
            throw new AbortException(what + ": " + Jenkins.getAuthentication2().getName()
                    + ", as whom this build runs, lacks the permission Job/" + needed.name);
        }
    }
}

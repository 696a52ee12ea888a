package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.ChangeResult;
import io.jenkins.plugins.cutover.mesos.LaunchQueue;
import io.jenkins.plugins.cutover.mesos.MarathonException;
import io.jenkins.plugins.cutover.mesos.MarathonException.Kind;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.mesos.Readiness;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.SecretContent;
import io.jenkins.plugins.cutover.operation.reconcile.OutsideChange;

/**
 * Restores Marathon as it was recorded: the app itself if it was deleted, and at least the recorded instance count. More
 * instances are never scaled down: they may be what the present load needs. It also ends a launch back-off. It waits for a deployment that locks the app, unless the spec allows to override it. It never deletes one.
 */
final class MesosRestore {
    private final Mesos mesos;
    private final CutoverRecord record;
    private final String about;
    private String otherDefinition = "";
    private int instances;

    MesosRestore(Mesos mesos, CutoverRecord record) {
        this.mesos = mesos;
        this.record = record;
        this.about = "Marathon app " + record.spec().marathon().app() + ": ";
    }

    /** One step. @return empty when Mesos is restored; otherwise what is missing and what is done about it */
    String step() {
        try {
            return restored(mesos.app());
        } catch (MarathonException e) {
            return e.kind() == Kind.MISSING ? recreated() : e.getMessage();
        } catch (CutoverException e) {
            return e.getMessage();
        }
    }

    /**
     * That another version was deployed on Mesos meanwhile. It is reported and left as it is: to restore the old one would
     * restart every task. Known after a step; empty when the definition is the recorded one.
     */
    String otherDefinition() {
        return otherDefinition;
    }

    /** How many instances Marathon is set to. Known after a step that succeeded. */
    int instances() {
        return instances;
    }

    /** That more instances run than were recorded; empty when there are none. Known after a step that succeeded. */
    String moreInstances() {
        int recorded = record.before().mesosInstances();
        return instances <= recorded
                ? ""
                : "Marathon runs " + instances + " instances, " + recorded
                        + " were recorded; they are left running, scale them down by hand when the load allows it";
    }

    private String restored(App app) {
        otherDefinition = OutsideChange.ofDefinition(record, app);
        instances = app.instances();
        int wanted = record.before().mesosInstances();
        if (app.instances() < wanted) {
            return about + "instances is " + app.instances() + ", not " + wanted + "; "
                    + answered(mesos.scale(wanted, force()), "scaling");
        }
        if (instances > wanted && app.healthyTasks().size() >= wanted) {
            return ""; // the autoscaler's own deployment may go on for hours
        }
        Readiness readiness = Readiness.of(app, LaunchQueue.EMPTY, instances);
        if (readiness.ready()) {
            return "";
        }
        return about + Readiness.of(app, launching(app, instances), instances).why();
    }

    /**
     * Instances in a launch back-off are launched at once: the cause of their failures may be gone. Marathon counts in
     * whole seconds, so in the last second of a back-off only the missing "overdue" shows it.
     */
    private LaunchQueue launching(App app, int wanted) {
        if (app.healthyTasks().size() >= wanted) {
            return LaunchQueue.EMPTY;
        }
        LaunchQueue queue = mesos.queue();
        if (queue.waiting() > 0 && !queue.overdue()) {
            mesos.clearDelay();
        }
        return queue;
    }

    private String recreated() {
        SecretContent definition = record.before().mesosDefinition();
        if (!definition.atHand()) {
            return about + "it was deleted, and its definition is missing in the journal (" + definition.id()
                    + "); restore it by hand";
        }
        try {
            return about + "it was deleted; " + answered(mesos.restore(definition.content(), force()), "restoring it");
        } catch (CutoverException e) {
            return about + "it was deleted; " + e.getMessage();
        }
    }

    private static String answered(ChangeResult answer, String done) {
        return answer instanceof ChangeResult.Locked locked
                ? "locked by deployment " + String.join(", ", locked.deploymentIds()) + ", waiting for it"
                : done;
    }

    private boolean force() {
        return record.spec().marathon().force();
    }
}

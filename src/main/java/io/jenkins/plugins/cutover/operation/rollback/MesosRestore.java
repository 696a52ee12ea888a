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
 * Puts Marathon's side back as it was recorded: the app itself when somebody deleted it, the instance count, and an end
 * to a launch back-off. A deployment that locks the app is waited for, unless the spec says that it may be overridden;
 * none is ever deleted.
 */
final class MesosRestore {
    private final Mesos mesos;
    private final CutoverRecord record;
    private final String about;
    private String otherDefinition = "";

    MesosRestore(Mesos mesos, CutoverRecord record) {
        this.mesos = mesos;
        this.record = record;
        this.about = "Marathon app " + record.spec().marathon().app() + ": ";
    }

    /** One step. @return empty when Mesos is as it was; otherwise what is missing and what is done about it */
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
     * Whoever deployed another version on Mesos meanwhile meant it: it is told and left as it is, for putting the old
     * one back would restart every task. Known after a step; empty when the definition is the recorded one.
     */
    String otherDefinition() {
        return otherDefinition;
    }

    private String restored(App app) {
        otherDefinition = OutsideChange.ofDefinition(record, app);
        int wanted = record.before().mesosInstances();
        if (app.instances() != wanted) {
            return about + "instances is " + app.instances() + ", not " + wanted + "; "
                    + answered(mesos.scale(wanted, force()), "scaling");
        }
        Readiness readiness = Readiness.of(app, LaunchQueue.EMPTY, wanted);
        if (readiness.ready()) {
            return "";
        }
        return about + Readiness.of(app, launching(app, wanted), wanted).why();
    }

    /**
     * Instances that wait out a back-off are launched at once: whatever made them fail may be long over. Marathon counts
     * in whole seconds, so the last one of a back-off is told only by its not being overdue.
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
            return about + "it was deleted, and the journal has lost its definition (" + definition.id()
                    + "); put it back by hand";
        }
        try {
            return about + "it was deleted; "
                    + answered(mesos.restore(definition.content(), force()), "putting it back");
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

package io.jenkins.plugins.cutover.controller;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import java.util.concurrent.Executor;
import jenkins.model.Jenkins;

/** The services that steps use on this controller. */
public interface CutoverServices extends ExtensionPoint {
    /** The journal and the system clients for this build; secrets are looked up on its behalf. */
    Context context(Run<?, ?> build);

    /** @param agent the agent that the pipeline runs on, preferred over others with its label; null for none */
    default Context context(Run<?, ?> build, String agent) {
        return context(build);
    }

    /** Whether an agent with this label is online; true for an empty label. */
    default boolean reached(String label) {
        return true;
    }

    Runner runner();

    /** Runs blocking work such as reading a workspace, never on the CPS thread. */
    Executor background();

    static CutoverServices get() {
        return ExtensionList.lookupSingleton(CutoverServices.class);
    }

    /** A build as owner in the journal, for example {@code orders/main#12}. */
    static Owner owner(Run<?, ?> build) {
        return new Owner("build", build.getExternalizableId(), controller());
    }

    /** This controller, as the process that guards services. */
    static Owner controllerAsOwner() {
        return new Owner("controller", controller(), controller());
    }

    /** Whether the owner belongs to another controller that shares the journal. */
    static boolean elsewhere(Owner owner) {
        return !owner.at().isEmpty() && !owner.at().equals(controller());
    }

    /** An id that lasts as long as JENKINS_HOME and does not depend on the URL of the controller. */
    private static String controller() {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        return jenkins == null ? "" : jenkins.getLegacyInstanceId().substring(0, 12);
    }
}

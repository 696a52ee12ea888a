package io.jenkins.plugins.cutover.controller;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import java.util.concurrent.Executor;
import jenkins.model.Jenkins;

/** What a step works with on this controller. */
public interface CutoverServices extends ExtensionPoint {
    /** The journal and the doors as this build may use them: secrets are looked up on its behalf. */
    Context context(Run<?, ?> build);

    /** @param agent the name of the one that the pipeline is on, taken before others of its label; null for none */
    default Context context(Run<?, ?> build, String agent) {
        return context(build);
    }

    /** Whether an agent with this label is online; true for no label. */
    default boolean reached(String label) {
        return true;
    }

    Runner runner();

    /** For reading a workspace and the like: never the CPS thread. */
    Executor background();

    static CutoverServices get() {
        return ExtensionList.lookupSingleton(CutoverServices.class);
    }

    /** The name a build's work is known by in the journal: {@code orders/main#12}. */
    static Owner owner(Run<?, ?> build) {
        return new Owner("build", build.getExternalizableId(), controller());
    }

    /** Whether the owner is known to another controller than this one, which shares the journal. */
    static boolean elsewhere(Owner owner) {
        return !owner.at().isEmpty() && !owner.at().equals(controller());
    }

    /** Lasts as long as JENKINS_HOME, whatever name the controller is reached by. */
    private static String controller() {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        return jenkins == null ? "" : jenkins.getLegacyInstanceId().substring(0, 12);
    }
}

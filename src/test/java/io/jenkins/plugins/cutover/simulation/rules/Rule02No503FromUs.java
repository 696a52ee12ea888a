package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;

/** No command of ours leaves an instance that served somebody with nobody to serve. */
final class Rule02No503FromUs extends Rule {
    Rule02No503FromUs(SimulatedCutover scene) {
        super(scene);
    }

    @Override
    public void commanded(HaproxyModel instance, String command, HaproxyModel.Serving before) {
        if (scene().acting() != null && scene().acting().clean(instance.toString())) {
            check(
                    "command",
                    before.nobody() || !instance.serving().nobody(),
                    () -> instance + ": \"" + command + "\" leaves " + instance.serving() + " of " + before);
        }
    }
}

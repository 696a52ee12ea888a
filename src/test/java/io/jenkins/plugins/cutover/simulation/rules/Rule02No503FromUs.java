package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;

/** No command leaves an instance, which had a usable server, without one. */
final class Rule02No503FromUs extends Rule {
    Rule02No503FromUs(SimulatedCutover cutover) {
        super(cutover);
    }

    @Override
    public void commanded(HaproxyModel instance, String command, HaproxyModel.Serving before) {
        if (cutover().acting() != null && cutover().acting().clean(instance.toString())) {
            check(
                    "command",
                    before.none() || !instance.serving().none(),
                    () -> instance + ": \"" + command + "\" leaves " + instance.serving() + " of " + before);
        }
    }
}

package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.simulation.Scene;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;

/** From a crash at any point a rollback with only the service's name restores the weights and the instance count. */
final class Rule05BackFromAnywhere extends Rule {
    Rule05BackFromAnywhere(Scene scene) {
        super(scene);
    }

    @Override
    public void over(String service) {
        CutoverRecord record = scene().journal().find(service).orElse(null);
        ServiceWorld world = scene().world(service);
        if (record == null) {
            world.fleet().forEach(i -> asBefore(i, world));
            return;
        }
        check(!record.state().open(), () -> "it is over and the state is " + record.state());
        if (record.state() == CutoverState.ROLLED_BACK) {
            world.fleet().forEach(i -> asBefore(i, world));
            check(
                    world.marathon().instances() == record.before().mesosInstances(),
                    () -> "Mesos has " + world.marathon().instances() + " instances and had "
                            + record.before().mesosInstances());
        }
    }

    private void asBefore(HaproxyModel instance, ServiceWorld world) {
        check(
                instance.weights(Side.MESOS).equals(world.originalWeights()),
                () -> instance + " has the Mesos weights " + instance.weights(Side.MESOS) + " and had "
                        + world.originalWeights());
        check(instance.serving().eks() == 0, () -> instance + " still sends to EKS: " + instance.serving());
    }
}

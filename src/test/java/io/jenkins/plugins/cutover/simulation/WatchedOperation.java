package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Tick;

/** An operation whose every tick is shown to the rules. */
record WatchedOperation(Actor actor, SimulatedCutover scene, Operation operation) implements Operation {
    @Override
    public String service() {
        return operation.service();
    }

    @Override
    public String name() {
        return operation.name();
    }

    @Override
    public Tick tick() {
        TickScope scope = scene.begin(actor, operation);
        try {
            Tick tick = operation.tick();
            scene.ended(scope, tick);
            return tick;
        } catch (RuntimeException e) {
            scene.thrown(scope, e);
            throw e;
        } finally {
            scene.end(scope);
        }
    }
}

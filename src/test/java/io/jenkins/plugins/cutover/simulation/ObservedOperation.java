package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Tick;

/** Passes every tick of an operation to the rules. */
record ObservedOperation(Actor actor, SimulatedCutover cutover, Operation operation) implements Operation {
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
        TickScope scope = cutover.begin(actor, operation);
        try {
            Tick tick = operation.tick();
            cutover.ended(scope, tick);
            return tick;
        } catch (RuntimeException e) {
            cutover.thrown(scope, e);
            throw e;
        } finally {
            cutover.end(scope);
        }
    }
}

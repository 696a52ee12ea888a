package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.guard.Guard;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.TickScope;

/** When the judge says HARMFUL, or the guard finds no live owner, the same tick sends the traffic back. */
final class Rule06HarmLeavesInTheSameTick extends Rule {
    Rule06HarmLeavesInTheSameTick(SimulatedCutover cutover) {
        super(cutover);
    }

    @Override
    public void ended(TickScope tick, Tick answer) {
        boolean judged =
                tick.operation() instanceof Verify && tick.written().stream().anyMatch(this::harmful);
        // A guard that cannot store what it finds sends back what Mesos can carry, of an EKS that does no harm.
        boolean guarded = tick.operation() instanceof Guard
                && answer instanceof Tick.Failed failed
                && failed.reason().startsWith("HARMFUL");
        if (judged || guarded) {
            check("answer", answer instanceof Tick.Failed, () -> "HARMFUL, and the answer is " + answer);
            cutover().world(tick.operation().service()).fleet().stream()
                    .filter(i -> tick.clean(i.toString())
                            && i.answers()
                            && i.serving().mesos() > 0)
                    .forEach(i -> check(
                            "same tick",
                            i.serving().eks() == 0,
                            () -> "HARMFUL, and " + i + " still has " + i.serving()));
        }
    }

    private boolean harmful(CutoverRecord record) {
        return record.verify() != null && record.verify().verdict() == Verdict.HARMFUL;
    }
}

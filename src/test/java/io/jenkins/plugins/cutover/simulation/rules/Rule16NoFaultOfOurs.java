package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.TickScope;

/** A failure outside is reported in one line; no other exception is thrown. */
final class Rule16NoFaultOfOurs extends Rule {
    Rule16NoFaultOfOurs(SimulatedCutover cutover) {
        super(cutover);
    }

    @Override
    public void thrown(TickScope tick, RuntimeException e) {
        check(
                "thrown",
                e instanceof CutoverException,
                () -> tick.operation().name() + " threw " + e + " at " + e.getStackTrace()[0] + " < "
                        + e.getStackTrace()[1]);
    }

    @Override
    public void said(String text) {
        check("one line", !text.contains("\n"), () -> "more than one line: " + text);
    }
}

package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.TickScope;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.util.Objects;

/**
 * A forward shift is confirmed on every instance, or undone on those it reached; a rollback never waits for an
 * instance that does not answer, and says PARTIAL meanwhile. Each confirmation in the record is true.
 */
final class Rule03AllOrBack extends Rule {
    /** Points: what weights can do, and a server that is down. */
    private static final double TOLERANCE = 0.15;

    Rule03AllOrBack(SimulatedCutover cutover) {
        super(cutover);
    }

    @Override
    public void ended(TickScope tick, Tick answer) {
        ServiceWorld world = cutover().world(tick.operation().service());
        CutoverRecord record =
                cutover().journal().find(tick.operation().service()).orElse(null);
        if (record == null || cutover().isUnwritten(tick.operation().service())) {
            return;
        }
        // A shift that is already done returns its result without reading the fleet.
        boolean ends = answer instanceof Tick.Done && !tick.written().isEmpty();
        if (tick.operation() instanceof Shift && ends) {
            world.fleet().stream()
                    .filter(i -> record.spec().haproxy().instances().contains(i.address()))
                    .filter(i -> !tick.disturbed().contains(i.toString()))
                    .forEach(i -> check(
                            "shift done",
                            off(i, record.shift().to()) < TOLERANCE,
                            () -> "the shift to " + record.shift().to() + " is done and " + i + " has " + i.serving()));
        }
        if (tick.applied().isEmpty()) {
            return;
        }
        world.fleet().stream().filter(i -> tick.clean(i.toString())).forEach(i -> confirmationIsTrue(tick, record, i));
        if (tick.operation() instanceof Rollback
                && record.state().returning()
                && record.share().equals(Share.NONE)) {
            back(tick, record, world);
        }
    }

    private void confirmationIsTrue(TickScope tick, CutoverRecord record, HaproxyModel instance) {
        var known = record.confirmed().get(instance.toString());
        boolean now = tick.before() == null
                || !Objects.equals(tick.before().confirmed().get(instance.toString()), known);
        if (now && known != null && known.problem().isEmpty() && known.share() != null) {
            check(
                    "confirmation",
                    off(instance, known.share()) < TOLERANCE,
                    () -> instance + " is written down as confirmed at " + known.share() + " and has "
                            + instance.serving());
        }
    }

    private void back(TickScope tick, CutoverRecord record, ServiceWorld world) {
        for (HaproxyModel i : world.fleet()) {
            boolean mesosUp = i.serving().mesos() > 0;
            if (tick.clean(i.toString()) && i.answers() && mesosUp) {
                check(
                        "round back",
                        i.serving().eks() == 0,
                        () -> "a rollback's round is over and " + i + " has " + i.serving());
            }
        }
        boolean alone =
                record.revision() == tick.before().revision() + tick.written().size();
        if (!tick.unconfirmed().isEmpty() && alone && tick.disturbed().isEmpty() && !tick.isUnwritten()) {
            check(
                    "partial",
                    record.state() == CutoverState.PARTIAL,
                    () -> tick.unconfirmed() + " did not confirm the rollback and the state is " + record.state());
        }
    }

    private static double off(HaproxyModel instance, Share wanted) {
        return instance.frozen() ? 0 : Math.abs(instance.serving().eksFraction() - wanted.fraction()) * 100;
    }
}

package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.simulation.Scene;
import io.jenkins.plugins.cutover.simulation.TickScope;
import java.util.Optional;

/** One open cutover in an environment, and only who holds the environment's lock moves a service forward. */
final class Rule08OneAtATime extends Rule {
    Rule08OneAtATime(Scene scene) {
        super(scene);
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        boolean two = scene().journal().all().stream()
                        .filter(r -> r.state().open())
                        .filter(r -> r.spec().environment().equals(after.spec().environment()))
                        .count()
                > 1;
        check(
                "two open",
                !two,
                () -> after.service() + " is under way in " + after.spec().environment() + " beside another");
        TickScope tick = scene().acting();
        boolean forward = before == null
                || before.state() != after.state()
                        && !after.state().returning()
                        && after.state().open()
                || after.share().compareTo(before.share()) > 0
                || before.deployment() == null && after.deployment() != null;
        if (tick == null || !forward || tick.paused()) {
            return;
        }
        Optional<Owner> holder =
                scene().locks().holder(after.spec().environment()).map(Locks.Holder::owner);
        check(
                "lock held",
                holder.filter(tick.actor().owner()::equals).isPresent() || tick.isLockLost(),
                () -> tick.actor() + " moves " + after.service() + " while "
                        + holder.map(Owner::toString).orElse("nobody") + " holds the lock");
    }
}

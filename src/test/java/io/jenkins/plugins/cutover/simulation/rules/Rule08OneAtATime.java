package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.TickScope;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One open cutover in an environment, and only who holds the environment's lock moves a service forward. */
final class Rule08OneAtATime extends Rule {
    private final Map<String, Duration> renewed = new HashMap<>();

    Rule08OneAtATime(SimulatedCutover scene) {
        super(scene);
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        // Who comes back asks nobody, even beside a cutover that began when the service had crossed.
        if (after.state().open()
                && !after.state().returning()
                && (before == null || !before.state().open())) {
            beginsAlone(after);
        }
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
        Optional<Locks.Holder> holder = scene().leases().holder(after.spec().environment());
        check(
                "lock held",
                holder.filter(h -> h.is(tick.actor().owner(), after.service())).isPresent() || tick.isLockLost(),
                () -> tick.actor() + " moves " + after.service() + " while "
                        + holder.map(h -> h.owner() + " for " + h.service()).orElse("nobody") + " holds the lock");
    }

    /** By time as it passes, whatever the clocks show. */
    @Override
    public void leased(String environment, Locks.Holder before, Locks.Holder after) {
        Duration now = scene().time().elapsed();
        if (before != null && !before.is(after.owner(), after.service())) {
            Duration since = now.minus(renewed.get(environment));
            check(
                    "taken over",
                    scene().isFinished(before.owner()) || since.compareTo(Locks.LEASE) >= 0,
                    () -> after.owner() + " takes " + environment + " over from " + before.owner()
                            + ", which gave a sign of life " + since + " ago");
        }
        renewed.put(environment, now);
    }

    /** Who waits has its turn when nothing is under way any more, at the latest when a dead owner's lease is over. */
    @Override
    public void over(String service) {
        if (scene().hasAnybodyWaited()) {
            boolean open =
                    scene().journal().all().stream().anyMatch(r -> r.state().open());
            check(
                    "turn",
                    open || !scene().isAnybodyWaiting(),
                    () -> "nothing is under way, and one waits all the same");
        }
    }

    private void beginsAlone(CutoverRecord opened) {
        String environment = opened.spec().environment();
        check(
                "begins alone",
                scene().journal().all().stream()
                        .filter(r -> !r.service().equals(opened.service()))
                        .noneMatch(
                                r -> r.state().open() && r.spec().environment().equals(environment)),
                () -> opened.service() + " is under way in " + environment + " beside another");
    }
}

package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.TickScope;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One open cutover per environment; only the owner of the environment's lock moves a service forward. */
final class Rule08OneAtATime extends Rule {
    private final Map<String, Duration> renewed = new HashMap<>();

    Rule08OneAtATime(SimulatedCutover cutover) {
        super(cutover);
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        // A rollback needs no lock, even beside a cutover that began after this service was complete.
        if (after.state().open()
                && !after.state().returning()
                && (before == null || !before.state().open())) {
            beginsAlone(after);
        }
        TickScope tick = cutover().acting();
        // After an ask EKS gets the share again that an owner of the lock had given it.
        boolean forward = before == null
                || before.state() != after.state()
                        && !after.state().returning()
                        && after.state().open()
                || after.share().compareTo(before.phaseShare()) > 0
                || before.deployment() == null && after.deployment() != null;
        if (tick == null || !forward || tick.paused()) {
            return;
        }
        Optional<Locks.Holder> holder = cutover().leases().holder(after.spec().environment());
        check(
                "lock held",
                holder.filter(h -> h.is(tick.actor().owner(), after.service())).isPresent() || tick.isLockLost(),
                () -> tick.actor() + " moves " + after.service() + " while "
                        + holder.map(h -> h.owner() + " for " + h.service()).orElse("no owner") + " holds the lock");
    }

    /** Uses elapsed time, independent of wall clocks. */
    @Override
    public void leased(String environment, Locks.Holder before, Locks.Holder after) {
        Duration now = cutover().time().elapsed();
        if (before != null && !before.is(after.owner(), after.service())) {
            Duration since = now.minus(renewed.get(environment));
            check(
                    "taken over",
                    cutover().isFinished(before.owner()) || since.compareTo(Locks.LEASE) >= 0,
                    () -> after.owner() + " takes over " + environment + " from " + before.owner()
                            + ", which renewed it " + since + " ago");
        }
        renewed.put(environment, now);
    }

    /** A waiting operation starts when no cutover is open, at the latest when a dead owner's lease expires. */
    @Override
    public void over(String service) {
        if (cutover().hasOperationWaited()) {
            boolean open =
                    cutover().journal().all().stream().anyMatch(r -> r.state().open());
            check(
                    "turn",
                    open || !cutover().isOperationWaiting(),
                    () -> "no cutover is open, but an operation still waits");
        }
    }

    private void beginsAlone(CutoverRecord opened) {
        String environment = opened.spec().environment();
        check(
                "begins alone",
                cutover().journal().all().stream()
                        .filter(r -> !r.service().equals(opened.service()))
                        // Its rollback has ended, and the journal could not take that yet.
                        .filter(r -> !cutover().isUnwritten(r.service()))
                        .noneMatch(
                                r -> r.state().open() && r.spec().environment().equals(environment)),
                () -> opened.service() + " is under way in " + environment + " beside another");
    }
}

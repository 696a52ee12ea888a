package io.jenkins.plugins.cutover.controller;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.rollback.DriftGuard;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** One guard for each cutover whose build lives, or has left it for a next one. A guard ends with its cutover. */
final class DriftGuards {
    private static final System.Logger LOG = System.getLogger(DriftGuards.class.getName());

    private final Runner runner;
    private final Function<Owner, Context> contexts;
    private final Predicate<Owner> cared;
    private final BiConsumer<CutoverRecord, String> bringBack;
    private final Map<String, Runner.Run> guards = new ConcurrentHashMap<>();
    private final Map<String, String> troubles = new ConcurrentHashMap<>();

    /** @param bringBack takes a service the rest of its way, when its guard has sent the traffic back */
    DriftGuards(Runner runner, Function<Owner, Context> contexts, BiConsumer<CutoverRecord, String> bringBack) {
        this(runner, contexts, DriftGuards::cared, bringBack);
    }

    DriftGuards(
            Runner runner,
            Function<Owner, Context> contexts,
            Predicate<Owner> cared,
            BiConsumer<CutoverRecord, String> bringBack) {
        this.runner = runner;
        this.contexts = contexts;
        this.cared = cared;
        this.bringBack = bringBack;
    }

    private static boolean cared(Owner owner) {
        BuildStatus buildStatus = BuildStatus.of(owner);
        return buildStatus == BuildStatus.ALIVE || buildStatus == BuildStatus.LEFT;
    }

    /** Begins one, unless there is one; a cutover on its way back needs none. */
    void over(CutoverRecord record) {
        if (!record.state().returning()) {
            guards.compute(record.service(), (service, known) -> {
                boolean there = known != null && !known.result().isDone();
                return there ? known : start(record);
            });
        }
    }

    private Runner.Run start(CutoverRecord record) {
        Context context = contexts.apply(record.owner());
        Runner.Run run = runner.start(new DriftGuard(context, record.service(), cared));
        run.result().whenComplete((done, failure) -> {
            if (failure == null) {
                guards.remove(record.service(), run);
                troubles.remove(record.service());
            } else {
                failed(context, record.service(), String.valueOf(failure.getMessage()));
            }
        });
        return run;
    }

    /** A new one begins at the next look; the same trouble is said once. */
    private void failed(Context context, String service, String reason) {
        if (!reason.equals(troubles.put(service, reason))) {
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}", service, reason);
        }
        try {
            context.journal()
                    .find(service)
                    .filter(r -> r.state().returning())
                    .ifPresent(r -> bringBack.accept(r, r.rollback().reason()));
        } catch (CutoverException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}: its way back is not begun: {1}", service, e.getMessage());
        }
    }
}

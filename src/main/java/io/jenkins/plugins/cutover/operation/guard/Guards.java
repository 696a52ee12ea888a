package io.jenkins.plugins.cutover.operation.guard;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Runs one guard in this process for each service that needs one. A guard ends with its cutover. */
public final class Guards {
    private static final System.Logger LOG = System.getLogger(Guards.class.getName());

    private final Runner runner;
    private final Function<Owner, Context> contexts;
    private final GuardLease lease;
    private final BiConsumer<CutoverRecord, String> rollBack;
    private final Map<String, Runner.Run> guards = new ConcurrentHashMap<>();
    private final Map<String, String> reported = new ConcurrentHashMap<>();

    /**
     * @param contexts what to work with for a cutover of this owner
     * @param rollBack finishes the rollback after a guard has sent the traffic back
     */
    public Guards(
            Runner runner,
            Function<Owner, Context> contexts,
            GuardLease lease,
            BiConsumer<CutoverRecord, String> rollBack) {
        this.runner = runner;
        this.contexts = contexts;
        this.lease = lease;
        this.rollBack = rollBack;
    }

    /** Starts a guard unless one runs, or the service needs none. */
    public void over(CutoverRecord record) {
        if (Guard.guards(record)) {
            guards.compute(record.service(), (service, known) -> {
                boolean running = known != null && !known.result().isDone();
                return running ? known : start(record);
            });
        }
    }

    private Runner.Run start(CutoverRecord record) {
        Context context = contexts.apply(record.owner());
        Owner owner = record.owner();
        Runner.Run run = runner.start(new Guard(context, record.service(), lease, owner::equals));
        run.result().whenComplete((done, failure) -> {
            if (failure == null) {
                guards.remove(record.service(), run);
                reported.remove(record.service());
                again(context, record.service());
            } else {
                failed(context, record.service(), String.valueOf(failure.getMessage()));
            }
        });
        return run;
    }

    /** Another owner moves the service now: its credentials are used from now on. */
    private void again(Context context, String service) {
        try {
            context.journal().find(service).ifPresent(this::over);
        } catch (CutoverException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: guarded again later: {1}", service, e.getMessage());
        }
    }

    /** The next check starts a new guard. The same failure is logged once. */
    private void failed(Context context, String service, String reason) {
        if (!reason.equals(reported.put(service, reason))) {
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}", service, reason);
        }
        try {
            context.journal()
                    .find(service)
                    .filter(r -> r.state().returning())
                    .ifPresent(r -> rollBack.accept(r, r.rollback().reason()));
        } catch (CutoverException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}: cannot start its rollback: {1}", service, e.getMessage());
        }
    }
}

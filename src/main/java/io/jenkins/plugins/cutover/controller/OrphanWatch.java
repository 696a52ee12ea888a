package io.jenkins.plugins.cutover.controller;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.PeriodicWork;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.operation.Context;
import io.jenkins.plugins.cutover.operation.Rollback;
import io.jenkins.plugins.cutover.operation.Runner;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Every few seconds: nobody's cutover goes back to Mesos by itself. */
@Extension
public final class OrphanWatch extends PeriodicWork {
    private static final System.Logger LOG = System.getLogger(OrphanWatch.class.getName());
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    private final Map<String, Runner.Run> rollbacks = new ConcurrentHashMap<>();

    /** A quarter of the time after which a lease may be taken over. */
    @Override
    public long getRecurrencePeriod() {
        return 15_000;
    }

    @Override
    protected void doRun() {
        JenkinsEngine engine = ExtensionList.lookupSingleton(JenkinsEngine.class);
        Context context = engine.unattended(null);
        new Orphans(context.journal(), context.locks(), Fate::of, record -> bringBack(engine, record)).look();
    }

    private void bringBack(JenkinsEngine engine, CutoverRecord record) {
        rollbacks.compute(record.service(), (service, known) -> {
            if (known != null && !known.result().isDone()) {
                return known;
            }
            String reason = record.owner() + " ended while the cutover was open";
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}; bringing it back to Mesos", service, reason);
            return engine.runner()
                    .start(new Rollback(engine.unattended(record.owner()), service, reason, EksAfter.KEEP, TIMEOUT));
        });
    }
}

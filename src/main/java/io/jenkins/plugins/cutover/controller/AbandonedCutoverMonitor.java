package io.jenkins.plugins.cutover.controller;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.PeriodicWork;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.operation.engine.Context;
import java.time.Duration;
import java.util.Optional;

/**
 * From the controller's start on, several times a minute: cutovers that nobody moves are told, and brought back to Mesos
 * after the environment's grace; the others get a guard, which looks after them between their steps.
 */
@Extension
public final class AbandonedCutoverMonitor extends PeriodicWork {
    private static final System.Logger LOG = System.getLogger(AbandonedCutoverMonitor.class.getName());

    /** A fraction of the time after which a lease may be taken over, and as long as a cutover may be without a guard. */
    @Override
    public long getRecurrencePeriod() {
        return 10_000;
    }

    /** A journal that is away for a moment is one line in the log, and looked at again. */
    @Override
    protected void doRun() {
        try {
            look(ExtensionList.lookupSingleton(JenkinsCutoverServices.class));
        } catch (CutoverException e) {
            LOG.log(System.Logger.Level.WARNING, "open cutovers are not looked after: {0}", e.getMessage());
        }
    }

    private static void look(JenkinsCutoverServices engine) {
        Context context = engine.unattended(null);
        new AbandonedCutovers(
                        context.journal(),
                        context.locks(),
                        context.clock(),
                        BuildStatus::of,
                        AbandonedCutoverMonitor::grace,
                        engine::guard,
                        (record, reason) -> bringBack(engine, record, reason))
                .look();
    }

    private static Optional<Duration> grace(String environment) {
        return Environment.of(environment).map(Environment::grace).orElse(Optional.of(Environment.DEFAULT_GRACE));
    }

    private static void bringBack(JenkinsCutoverServices engine, CutoverRecord record, String reason) {
        LOG.log(System.Logger.Level.WARNING, "{0}: {1}; bringing it back to Mesos", record.service(), reason);
        engine.bringBack(record, reason);
    }
}

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
 * Checks all open cutovers several times a minute. A cutover whose owner is gone is reported, and rolled back to Mesos
 * after the environment's grace period. Every other one gets a guard that watches it between its steps.
 */
@Extension
public final class AbandonedCutoverMonitor extends PeriodicWork {
    private static final System.Logger LOG = System.getLogger(AbandonedCutoverMonitor.class.getName());

    /** In milliseconds. Well below the lease expiry; also the longest time that a cutover is without a guard. */
    @Override
    public long getRecurrencePeriod() {
        return 10_000;
    }

    /** A journal that does not respond is logged in one line; the next run tries again. */
    @Override
    protected void doRun() {
        try {
            check(ExtensionList.lookupSingleton(JenkinsCutoverServices.class));
        } catch (CutoverException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot check the open cutovers: {0}", e.getMessage());
        }
    }

    private static void check(JenkinsCutoverServices services) {
        Context context = services.unattended(null);
        new AbandonedCutovers(
                        context.journal(),
                        context.locks(),
                        context.clock(),
                        BuildStatus::of,
                        AbandonedCutoverMonitor::grace,
                        services::guard,
                        (record, reason) -> rollBack(services, record, reason))
                .look();
    }

    private static Optional<Duration> grace(String environment) {
        return Environment.of(environment).map(Environment::grace).orElse(Optional.of(Environment.DEFAULT_GRACE));
    }

    private static void rollBack(JenkinsCutoverServices services, CutoverRecord record, String reason) {
        LOG.log(System.Logger.Level.WARNING, "{0}: {1}; rolling it back to Mesos", record.service(), reason);
        services.rollBack(record, reason);
    }
}

package io.jenkins.plugins.cutover.controller;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.PeriodicWork;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.operation.Context;

/** Every few seconds: nobody's cutover goes back to Mesos by itself. */
@Extension
public final class OrphanWatch extends PeriodicWork {
    private static final System.Logger LOG = System.getLogger(OrphanWatch.class.getName());

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

    private static void bringBack(JenkinsEngine engine, CutoverRecord record) {
        String reason = record.owner() + " ended while the cutover was open";
        LOG.log(System.Logger.Level.WARNING, "{0}: {1}; bringing it back to Mesos", record.service(), reason);
        engine.bringBack(record, reason);
    }
}

package hudson.model;

import hudson.ExtensionPoint;

/** Upstream a timer task; here it is never called. */
public abstract class PeriodicWork implements ExtensionPoint {
    public abstract long getRecurrencePeriod();

    protected abstract void doRun() throws Exception;
}

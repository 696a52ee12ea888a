package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.guard.Guard;
import io.jenkins.plugins.cutover.operation.guard.GuardLease;
import java.util.function.Predicate;

/** The guard that runs beside a pipeline in the demo, in the simulation and in tests, as in a controller. */
public final class GuardFactory {
    private GuardFactory() {}

    /** @param watched whether cutovers of this owner are guarded */
    public static Operation guard(Context context, String service, Predicate<Owner> watched) {
        return new Guard(context, service, GuardLease.of(context), watched);
    }
}

package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.LaunchQueue;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.mesos.Readiness;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Phase;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import java.util.ArrayList;
import java.util.List;

/** Asks every system once before anything is changed, and tells all that stands in the way together. */
final class Preflight {
    private final Context context;
    private final ServiceSpec spec;

    Preflight(Context context, ServiceSpec spec) {
        this.context = context;
        this.spec = spec;
    }

    /**
     * @return what Mesos is now
     * @throws InvalidInputException naming every blocker
     */
    CutoverRecord.Before check(ManifestSource source) {
        List<String> blockers = new ArrayList<>();
        List<App> app = new ArrayList<>();
        collect(blockers, () -> app.add(mesos(blockers)));
        collect(blockers, () -> traffic().stream()
                .filter(Finding::blocks)
                .forEach(finding -> blockers.add(finding.toString())));
        collect(blockers, () -> {
            try (Eks eks = context.doors().eks(spec.eks())) {
                eks.preflight().stream()
                        .filter(Finding::blocks)
                        .forEach(finding -> blockers.add(finding.toString()));
            }
        });
        if (!app.isEmpty()) {
            collect(blockers, () -> source.of(app.get(0).definition()).manifests().with(spec.eks()));
        }
        if (!blockers.isEmpty()) {
            throw new InvalidInputException(blockers);
        }
        return new CutoverRecord.Before(app.get(0).instances(), app.get(0).definition());
    }

    /** A Mesos side that is not whole cannot be the place to come back to. */
    private App mesos(List<String> blockers) {
        Mesos mesos = context.doors().mesos(spec.marathon());
        App app = mesos.app();
        Readiness readiness = Readiness.of(app, LaunchQueue.EMPTY, app.instances());
        if (app.instances() == 0) {
            blockers.add("Marathon app " + app.id() + ": it has 0 instances; there is nothing to move");
        } else if (!readiness.ready()) {
            blockers.add("Marathon app " + app.id() + ": " + readiness.why());
        }
        return app;
    }

    private List<Finding> traffic() {
        int slots = Math.max(1, spec.eks().replicas());
        return context.doors()
                .router(spec.haproxy())
                .preflight(spec.phases().stream().map(Phase::share).toList(), slots);
    }

    private static void collect(List<String> blockers, Runnable check) {
        try {
            check.run();
        } catch (CutoverException e) {
            blockers.add(e.getMessage());
        }
    }
}

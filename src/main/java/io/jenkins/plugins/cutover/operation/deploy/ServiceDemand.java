package io.jenkins.plugins.cutover.operation.deploy;

import io.jenkins.plugins.cutover.capacity.Need;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.translation.MarathonApp;

/** The instances, CPUs and memory that a service asks for on each side. */
public final class ServiceDemand {
    private ServiceDemand() {}

    public static Need mesos(MarathonApp app) {
        return new Need(app.id(), app.instances(), app.cpus(), app.memoryMib());
    }

    /** Where the manifests request no CPU or memory, the app's own values on Mesos are used. */
    public static Need eks(Manifests manifests, String workload, Need mesos) {
        return manifests
                .asked(workload)
                .map(asked -> new Need(
                        mesos.name(),
                        asked.replicas(),
                        asked.cpus().orElse(mesos.cpus()),
                        asked.memoryBytes().map(bytes -> bytes / (1 << 20)).orElse(mesos.memoryMib())))
                .orElse(new Need(mesos.name(), 0, 0, 0));
    }
}

package io.jenkins.plugins.cutover.operation.deploy;

import io.jenkins.plugins.cutover.capacity.Demand;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.translation.MarathonApp;

/** The instances, CPUs and memory that a service asks for on each side. */
public final class ServiceDemand {
    private ServiceDemand() {}

    public static Demand mesos(MarathonApp app) {
        return new Demand(app.id(), app.instances(), app.cpus(), app.memoryMib());
    }

    /** Where the manifests request no CPU or memory, the app's own values on Mesos are used. */
    public static Demand eks(Manifests manifests, String workload, Demand mesos) {
        return manifests
                .requests(workload)
                .map(requests -> new Demand(
                        mesos.name(),
                        requests.replicas(),
                        requests.cpus().orElse(mesos.cpus()),
                        requests.memoryBytes().map(bytes -> bytes / (1 << 20)).orElse(mesos.memoryMib())))
                .orElse(new Demand(mesos.name(), 0, 0, 0));
    }
}

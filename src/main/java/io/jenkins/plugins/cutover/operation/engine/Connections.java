package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.EksClients;
import io.jenkins.plugins.cutover.mesos.MarathonClient;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.RemoteExecutor;
import io.jenkins.plugins.cutover.model.RemoteExecutors;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Clock;
import java.util.List;

/**
 * Tests the connection to one system, without a service. Nothing is changed. Every method is a bounded round of calls. It
 * throws a {@link io.jenkins.plugins.cutover.model.CutoverException} of one line if the system cannot be reached at all.
 */
public record Connections(Secrets secrets, Clock clock, RemoteExecutors executors) {
    /** All systems are reached from this JVM. */
    public Connections(Secrets secrets, Clock clock) {
        this(secrets, clock, RemoteExecutors.NONE);
    }

    /** One finding for each instance. */
    public List<Finding> haproxy(HaproxySpec spec) {
        RemoteExecutor place = executors.of(spec.agent());
        return place == null ? Router.identify(spec, secrets) : Router.identify(place, spec, secrets);
    }

    /** The app of the specification need not exist. */
    public List<Finding> marathon(MarathonSpec spec) {
        MarathonClient marathon = new MarathonClient(spec, secrets, clock, executors.of(spec.agent()));
        return List.of(Finding.info(spec.url().toString(), "Marathon " + marathon.version()));
    }

    /** The namespace and each permission that a cutover needs in it. */
    public List<Finding> kubernetes(EksSpec spec) {
        try (Eks eks = new EksClients(secrets, clock).open(spec)) {
            List<Finding> found = eks.preflight();
            return found.isEmpty()
                    ? List.of(Finding.info(
                            "namespace \"" + spec.namespace() + "\"",
                            "Kubernetes answers and allows all that a cutover needs"))
                    : found;
        }
    }
}

package io.jenkins.plugins.cutover.operation;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.EksClients;
import io.jenkins.plugins.cutover.mesos.MarathonClient;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.metrics.MetricSource;
import io.jenkins.plugins.cutover.metrics.Reading;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Clock;
import java.time.Duration;

/** Opens the doors to the outside systems. None is kept: a token may be short-lived, an address may change. */
public interface Doors {
    Router router(HaproxySpec spec);

    Mesos mesos(MarathonSpec spec);

    Eks eks(EksSpec spec);

    /** A world without metrics answers no check, so that none passes. */
    default MetricSource metrics() {
        return check -> new Reading.Failed("no metric sources here");
    }

    /** The real systems. */
    static Doors real(Secrets secrets, Clock clock) {
        EksClients clusters = new EksClients(secrets, clock);
        return new Doors() {
            @Override
            public Router router(HaproxySpec spec) {
                return Router.of(spec, secrets, Duration.ofMillis(1500));
            }

            @Override
            public Mesos mesos(MarathonSpec spec) {
                return new MarathonClient(spec, secrets, clock);
            }

            @Override
            public Eks eks(EksSpec spec) {
                return clusters.open(spec);
            }

            @Override
            public MetricSource metrics() {
                return MetricSource.real(secrets, clock);
            }
        };
    }
}

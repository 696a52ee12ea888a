package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.EksClients;
import io.jenkins.plugins.cutover.eks.PodWatch;
import io.jenkins.plugins.cutover.http.ProbeSender;
import io.jenkins.plugins.cutover.mesos.MarathonClient;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.metrics.MetricReader;
import io.jenkins.plugins.cutover.metrics.MetricReading;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.RemoteExecutor;
import io.jenkins.plugins.cutover.model.RemoteExecutors;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Clock;
import java.time.Duration;

/** Creates the clients of the outside systems. None is kept: a token may expire, an address may change. */
public interface SystemClients {
    /** The deadline of one round over a fleet. */
    Duration ROUND = Duration.ofMillis(1500);

    Router router(HaproxySpec spec);

    Mesos mesos(MarathonSpec spec);

    Eks eks(EksSpec spec);

    /** A watch on the pods of a service; shared by all services of a namespace. */
    default PodWatch podWatch(EksSpec spec) {
        return PodWatch.NONE;
    }

    /** Without metric providers no check has a number, so that none passes. */
    default MetricReader metrics() {
        return check -> new MetricReading.Failed("no metric providers are available");
    }

    /** Sends the product's own requests to servers. */
    default ProbeSender probes() {
        return ProbeSender.NONE;
    }

    /** The real systems, all reached from this JVM. */
    static SystemClients real(Secrets secrets, Clock clock) {
        return real(secrets, clock, RemoteExecutors.NONE);
    }

    /** The real systems; HAProxy and Marathon are reached from the agent that their settings name. */
    static SystemClients real(Secrets secrets, Clock clock, RemoteExecutors executors) {
        EksClients clusters = new EksClients(secrets, clock);
        return new SystemClients() {
            @Override
            public Router router(HaproxySpec spec) {
                RemoteExecutor place = executors.of(spec.agent());
                return place == null ? Router.of(spec, secrets, ROUND) : Router.at(place, spec, secrets, ROUND);
            }

            @Override
            public Mesos mesos(MarathonSpec spec) {
                return new MarathonClient(spec, secrets, clock, executors.of(spec.agent()));
            }

            @Override
            public Eks eks(EksSpec spec) {
                return clusters.open(spec);
            }

            @Override
            public PodWatch podWatch(EksSpec spec) {
                return clusters.podWatch(spec);
            }

            @Override
            public ProbeSender probes() {
                return ProbeSender.http();
            }

            @Override
            public MetricReader metrics() {
                return MetricReader.http(secrets, clock);
            }
        };
    }
}

package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.sandbox.DnsServer;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess.Setup;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import io.jenkins.plugins.cutover.sandbox.cluster.SandboxPod;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The cluster's name server: the name of a headless Service has an address for each ready pod. */
final class DemoDns implements AutoCloseable {
    static final String SERVICE = "orders-pods";
    static final String NAME = SERVICE + ".shop.svc.cluster.local";
    /** The section of HAProxy's configuration. */
    static final String RESOLVERS = "k8s";

    private static final int FOLLOW_MILLIS = 100;

    private final DnsServer dns = DnsServer.start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Demo.daemon("demo-dns"));

    /** The example's configuration, prepared as docs/end-of-a-cutover.md says. */
    Setup setup() {
        return Setup.example()
                .edited(
                        "(?m)^ring requests$",
                        "resolvers " + RESOLVERS + "\n    nameserver dns 127.0.0.1:" + dns.port()
                                + "\n    hold valid 1s\n    timeout resolve 200ms\n    timeout retry 200ms\n\nring requests");
    }

    void follow(LocalCluster cluster) {
        timer.scheduleWithFixedDelay(() -> publish(cluster), 0, FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void publish(LocalCluster cluster) {
        dns.set(
                NAME,
                cluster.pods().stream()
                        .filter(SandboxPod::ready)
                        .map(pod -> new Endpoint(pod.host(), pod.port()))
                        .toList());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        dns.close();
    }
}

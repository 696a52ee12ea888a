package io.jenkins.plugins.cutover.sandbox.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The whole control plane and its one node: store, API server, controllers, kubelet. */
public final class Controllers implements AutoCloseable {
    private final Store store;
    private final Faults faults;
    private final ScheduledExecutorService scheduler;
    private final ApiServer server;
    private final Kubelet kubelet;
    private final ReplicaSets sets;
    private final Deployments deployments;
    private final StatefulSets statefulSets;
    private final ServiceEndpoints endpoints;
    private final AtomicBoolean woken = new AtomicBoolean();

    /** How a cluster is made. */
    public record Settings(
            List<String> namespaces,
            PodFactory pods,
            ScheduledExecutorService scheduler,
            Clock clock,
            Duration readyAfter,
            Duration stopsAfter,
            String addressPrefix,
            String token,
            Path certificate) {}

    public Controllers(Settings settings) {
        this.scheduler = settings.scheduler();
        this.store = new Store(settings.clock());
        this.faults = new Faults(this::wake);
        this.sets = new ReplicaSets(store, faults);
        this.deployments =
                new Deployments(store, sets, new DeploymentStatuses(store, settings.clock(), this::wakeAfter));
        this.statefulSets = new StatefulSets(store, faults);
        this.endpoints = new ServiceEndpoints(store);
        this.kubelet = new Kubelet(
                new StorePodApi(store),
                settings.pods(),
                faults,
                scheduler,
                settings.clock(),
                new Kubelet.Timing(settings.readyAfter(), settings.stopsAfter()),
                new Addresses(settings.addressPrefix()));
        settings.namespaces().forEach(this::makeNamespace);
        store.onChange(this::wake);
        try {
            this.server = new ApiServer(store, faults, kubelet::log, settings.token(), settings.certificate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return server.uri();
    }

    public Faults faults() {
        return faults;
    }

    /** How many watches the API server answers. */
    public int watches() {
        return server.watches();
    }

    /** As etcd's compaction: no watch can continue from before. */
    public void compact() {
        store.compact();
    }

    public List<SandboxPod> pods() {
        return kubelet.pods();
    }

    public void crashAllPods() {
        kubelet.crashAll();
    }

    public void crashPod(String name, String reason) {
        kubelet.crash(name, reason);
    }

    public void recover() {
        kubelet.recover();
    }

    @Override
    public void close() {
        server.close();
        kubelet.close();
    }

    private void makeNamespace(String name) {
        store.save(new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/metadata.name", name)
                .endMetadata()
                .withNewStatus()
                .withPhase("Active")
                .endStatus()
                .build());
    }

    private void wake() {
        wakeAfter(Duration.ZERO);
    }

    private void wakeAfter(Duration delay) {
        if (delay.isZero() && !woken.compareAndSet(false, true)) {
            return;
        }
        try {
            scheduler.schedule(this::sync, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            woken.set(false); // the owner of the scheduler has shut it down
        }
    }

    private void sync() {
        woken.set(false);
        synchronized (store) {
            store.all(Deployment.class, "").forEach(deployments::sync);
            store.all(StatefulSet.class, "").forEach(statefulSets::sync);
            store.all(ReplicaSet.class, "").stream()
                    .filter(set -> set.getMetadata().getOwnerReferences().isEmpty())
                    .forEach(sets::sync);
            store.all(Service.class, "").forEach(endpoints::sync);
        }
        kubelet.sync();
    }
}

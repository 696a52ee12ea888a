package io.jenkins.plugins.cutover.simulation.world;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.apply.ApplyResult;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.eks.rollout.PodSignals;
import io.jenkins.plugins.cutover.eks.rollout.RolloutStatus;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.simulation.world.Network.Delivery;
import io.jenkins.plugins.cutover.simulation.world.Network.Rest;
import java.time.Duration;
import java.util.List;

/** The client of the model cluster. */
final class ClusterClient implements Eks {
    private static final String NAME = "kubernetes";
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final ServiceWorld world;
    private final ClusterModel cluster;
    private final Network wire;

    ClusterClient(ServiceWorld world, Network wire) {
        this.world = world;
        this.cluster = world.cluster();
        this.wire = wire;
    }

    @Override
    public List<Finding> preflight() {
        ask("preflight");
        return List.of();
    }

    @Override
    public List<Finding> preflight(Manifests manifests) {
        return preflight();
    }

    @Override
    public ApplyResult apply(Manifests manifests, boolean dryRun) {
        int replicas = manifests.replicas(world.spec().eks().deployment()).orElse(1);
        if (dryRun) {
            ask("dry run");
        } else {
            change("apply", () -> cluster.apply(replicas));
        }
        return new ApplyResult(dryRun, "default", world.spec().eks().deployment(), 1, List.of());
    }

    @Override
    public RolloutStatus rollout() {
        ask("rollout");
        return cluster.rollout();
    }

    @Override
    public List<Endpoint> endpoints() {
        ask("endpoints");
        return cluster.endpoints();
    }

    @Override
    public Smoke smoke(List<Endpoint> pods, int most) {
        ask("smoke");
        return cluster.smoke(pods, most);
    }

    @Override
    public PodSignals signals() {
        ask("signals");
        return cluster.signals();
    }

    @Override
    public int replicas() {
        ask("replicas");
        return cluster.replicas();
    }

    @Override
    public void scale(int replicas) {
        if (!there("scale") && replicas == 0) {
            return;
        }
        refuseMissing();
        change("scale", () -> cluster.scaleTo(replicas));
    }

    @Override
    public long serving() {
        ask("serving");
        return cluster.serving();
    }

    @Override
    public boolean undoRollout(long revision) {
        there("undo");
        refuseMissing();
        change("undo", () -> cluster.undo(revision));
        return revision == cluster.earlier();
    }

    @Override
    public List<String> delete(Manifests manifests) {
        change("delete", cluster::delete);
        return manifests.names("Deployment");
    }

    private boolean there(String what) {
        ask(what);
        return cluster.exists();
    }

    private void refuseMissing() {
        if (!cluster.exists()) {
            throw new CutoverException("no Deployment or StatefulSet \""
                    + world.spec().eks().deployment() + "\" in namespace \"default\"");
        }
    }

    private void change(String what, Runnable effect) {
        if (cluster.isAway() || !wire.answers(NAME)) {
            throw away(what);
        }
        Delivery delivery = wire.delivery(NAME, 1, DEADLINE);
        Runnable watched = () -> {
            effect.run();
            world.listener().cluster(cluster, what);
        };
        if (delivery.atOnce() == 1) {
            watched.run();
        } else if (delivery.rest() == Rest.LATE) {
            world.time().after(delivery.later(), () -> {
                world.listener().late(true);
                if (what.equals("apply") || what.equals("delete") || cluster.exists()) {
                    watched.run();
                }
                world.listener().late(false);
            });
        }
        if (!delivery.answered()) {
            throw away(what);
        }
        wire.pass("kubernetes " + what, Network.ROUND);
        if (delivery.rest() == Rest.REFUSED) {
            throw new CutoverException("kubernetes https://cluster: patch deployments is forbidden");
        }
    }

    private void ask(String what) {
        if (cluster.isAway() || !wire.answers(NAME)) {
            throw away(what);
        }
        wire.pass("kubernetes " + what, Network.ROUND);
    }

    private CutoverException away(String what) {
        wire.pass("kubernetes " + what, DEADLINE);
        return new CutoverException("kubernetes https://cluster: no answer within 10 s");
    }

    @Override
    public void close() {
        // nothing is held
    }
}

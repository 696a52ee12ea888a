package io.jenkins.plugins.cutover.simulation.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.ChangeResult;
import io.jenkins.plugins.cutover.mesos.Deployment;
import io.jenkins.plugins.cutover.mesos.LaunchQueue;
import io.jenkins.plugins.cutover.mesos.MarathonException;
import io.jenkins.plugins.cutover.mesos.MarathonException.Kind;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.simulation.world.Network.Delivery;
import io.jenkins.plugins.cutover.simulation.world.Network.Rest;
import java.time.Duration;
import java.util.List;

/** The client of the model Marathon. */
final class MarathonModelClient implements Mesos {
    private static final String NAME = "marathon";
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final ServiceWorld world;
    private final MarathonModel marathon;
    private final Network wire;

    MarathonModelClient(ServiceWorld world, Network wire) {
        this.world = world;
        this.marathon = world.marathon();
        this.wire = wire;
    }

    @Override
    public App app() {
        ask("app");
        if (!marathon.exists()) {
            throw missing();
        }
        return marathon.app(world.time().clock().instant());
    }

    @Override
    public ChangeResult scale(int instances, boolean force) {
        return change("scale", instances, force, () -> marathon.scaleTo(instances));
    }

    @Override
    public ChangeResult restore(JsonNode definition, boolean force) {
        int instances = definition.path("instances").asInt();
        return change("restore", instances, force, () -> marathon.create(instances));
    }

    @Override
    public ChangeResult delete(boolean force) {
        return change("delete", 0, force, marathon::destroy);
    }

    private ChangeResult change(String what, int instances, boolean force, Runnable effect) {
        if (marathon.isAway() || !wire.answers(NAME)) {
            throw away(what);
        }
        if (!marathon.exists() && !what.equals("restore")) {
            wire.pass("marathon " + what, Network.ROUND);
            throw missing();
        }
        if (marathon.locked() && !force) {
            wire.pass("marathon " + what, Network.ROUND);
            return new ChangeResult.Locked(List.of("deployment-1"), "App is locked by one or more deployments.");
        }
        Delivery delivery = wire.delivery(NAME, 1, DEADLINE);
        Runnable watched = () -> {
            effect.run();
            world.listener().marathon(marathon, what, instances);
        };
        if (delivery.atOnce() == 1) {
            watched.run();
        } else if (delivery.rest() == Rest.LATE) {
            world.time().after(delivery.later(), () -> late(what, force, watched));
        }
        if (delivery.rest() == Rest.REFUSED) {
            wire.pass("marathon " + what, Network.ROUND);
            throw new MarathonException(Kind.DENIED, "Marathon http://marathon: answered 403");
        }
        if (!delivery.answered()) {
            throw away(what);
        }
        wire.pass("marathon " + what, Network.ROUND);
        return new ChangeResult.Accepted("deployment-2");
    }

    /** It is looked at when it arrives: by then the app may be gone, or locked. */
    private void late(String what, boolean force, Runnable change) {
        boolean there = marathon.exists() || what.equals("restore");
        if (there && !marathon.isAway() && (force || !marathon.locked())) {
            world.listener().late(true);
            change.run();
            world.listener().late(false);
        }
    }

    @Override
    public List<Deployment> deployments() {
        ask("deployments");
        return marathon.locked()
                ? List.of(new Deployment("deployment-1", List.of(), 1, 1, List.of("ScaleApplication")))
                : List.of();
    }

    @Override
    public LaunchQueue queue() {
        ask("queue");
        return new LaunchQueue(
                marathon.waiting(), marathon.delay(), marathon.delay().isZero(), List.of());
    }

    @Override
    public boolean clearDelay() {
        ask("clear delay");
        return marathon.clearDelay();
    }

    private void ask(String what) {
        if (marathon.isAway() || !wire.answers(NAME)) {
            throw away(what);
        }
        wire.pass("marathon " + what, Network.ROUND);
    }

    private MarathonException away(String what) {
        wire.pass("marathon " + what, DEADLINE);
        return new MarathonException(Kind.UNAVAILABLE, "Marathon http://marathon: answered 502 (no leader?)");
    }

    private static MarathonException missing() {
        return new MarathonException(Kind.MISSING, "Marathon http://marathon: App does not exist");
    }
}

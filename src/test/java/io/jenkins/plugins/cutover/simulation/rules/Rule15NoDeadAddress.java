package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.ServerModel;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * While a guard lives, the cluster and HAProxy answer, and a pod is ready, no instance has a share for more than 10 s on an
 * address that is not a ready endpoint. An instance that is to send everything to EKS is not without a server for longer
 * either.
 */
final class Rule15NoDeadAddress extends Rule {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    /** A sample falls between two polls. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Map<String, Duration> since = new HashMap<>();
    private final Set<String> reported = new HashSet<>();

    Rule15NoDeadAddress(SimulatedCutover cutover) {
        super(cutover);
    }

    @Override
    public void sampled(ServiceWorld world) {
        CutoverRecord record = cutover().journal().find(world.spec().service()).orElse(null);
        boolean applies = record != null
                && followed(record)
                && world.cluster().ready() > 0
                && record.deployment() != null
                && !record.share().equals(Share.NONE);
        for (HaproxyModel instance : world.fleet()) {
            // With no server up on either side the last one stays, since it can do no harm.
            boolean here = applies
                    && instance.answers()
                    && known(record, instance)
                    && (record.state() == CutoverState.RETIRED || Rule15GuardedThroughout.mesosIsUp(instance));
            for (ServerModel server : instance.servers()) {
                if (server.side() == Side.EKS) {
                    String what = instance + " " + server.name() + " " + server.address();
                    seen("ready address", what, here, here && dead(server, world), world);
                }
            }
            boolean all = here && record.share().equals(Share.ALL);
            seen(
                    "a server",
                    instance + " with no server",
                    all,
                    all && instance.serving().none(),
                    world);
        }
    }

    private static boolean known(CutoverRecord record, HaproxyModel instance) {
        return record.spec().haproxy().instances().contains(instance.address());
    }

    private boolean followed(CutoverRecord record) {
        return switch (record.state()) {
            case RUNNING, COMPLETED, RETIRED -> cutover().isGuarded(record.service());
            default -> false;
        };
    }

    private static boolean dead(ServerModel server, ServiceWorld world) {
        return server.weight() > 0 && !server.maintenance() && !world.cluster().isEndpoint(server.address());
    }

    private void seen(String condition, String what, boolean applies, boolean wrong, ServiceWorld world) {
        if (!wrong) {
            if (applies && since.containsKey(what)) {
                check(condition, true, () -> "");
            }
            since.remove(what);
            reported.remove(what);
            return;
        }
        Duration now = cutover().time().elapsed();
        Duration began = since.computeIfAbsent(what, w -> now);
        Duration unreadable = cutover().lastUnreadable(world);
        Duration start = began.compareTo(unreadable) > 0 ? began : unreadable;
        if (now.minus(start).compareTo(WITHIN.plus(POLL)) > 0 && reported.add(what)) {
            check(condition, false, () -> what + " has a share since " + now.minus(start) + ", and is not ready");
        }
    }
}

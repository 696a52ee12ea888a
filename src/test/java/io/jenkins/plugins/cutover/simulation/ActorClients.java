package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.PodWatch;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.traffic.DrainOutcome;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading;
import io.jenkins.plugins.cutover.traffic.PlannedChange;
import io.jenkins.plugins.cutover.traffic.RingCursor;
import io.jenkins.plugins.cutover.traffic.RingReading;
import io.jenkins.plugins.cutover.traffic.Router;
import java.util.Collection;
import java.util.List;

/** The clients of one process. The rules see each target of the router before it is sent. */
final class ActorClients implements SystemClients {
    private final Actor actor;
    private final SimulatedCutover cutover;
    private final SystemClients clients;

    ActorClients(Actor actor, SimulatedCutover cutover, SystemClients clients) {
        this.actor = actor;
        this.cutover = cutover;
        this.clients = clients;
    }

    @Override
    public Mesos mesos(MarathonSpec spec) {
        return clients.mesos(spec);
    }

    @Override
    public Eks eks(EksSpec spec) {
        return clients.eks(spec);
    }

    @Override
    public PodWatch podWatch(EksSpec spec) {
        return clients.podWatch(spec);
    }

    @Override
    public Router router(HaproxySpec spec) {
        Router router = clients.router(spec);
        return new Router() {
            @Override
            public List<Finding> preflight(List<Share> shares, int eksEndpoints) {
                return router.preflight(shares, eksEndpoints);
            }

            @Override
            public FleetReading read() {
                return router.read();
            }

            @Override
            public FleetOutcome apply(DesiredTraffic desired) {
                cutover.applying(
                        actor,
                        cutover.service(w -> spec.instances().stream()
                                .anyMatch(i -> w.file().haproxy().instances().contains(i))),
                        desired);
                FleetOutcome outcome = router.apply(desired);
                outcome.unknowns()
                        .forEach(u -> cutover.silent(actor, u.instance().toString()));
                cutover.applied(actor, outcome);
                return outcome;
            }

            @Override
            public PlannedChange plannedChange(InstanceReading reading, DesiredTraffic desired) {
                return router.plannedChange(reading, desired);
            }

            @Override
            public DrainOutcome drain(Side side, boolean cut) {
                return router.drain(side, cut);
            }

            @Override
            public RingReading latencies(Collection<RingCursor> since) {
                return router.latencies(since);
            }
        };
    }
}

package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.operation.Doors;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome;
import io.jenkins.plugins.cutover.traffic.Router;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;

/** A router that claims what it never did. */
final class BrokenDoors {
    private BrokenDoors() {}

    /** Says that all is as it should be on this instance, and leaves the whole fleet as it was. */
    static Doors confirmingFor(Doors doors, HaproxyModel instance) {
        return new Doors() {
            @Override
            public Router router(HaproxySpec spec) {
                return lying(doors.router(spec), instance);
            }

            @Override
            public Mesos mesos(MarathonSpec spec) {
                return doors.mesos(spec);
            }

            @Override
            public Eks eks(EksSpec spec) {
                return doors.eks(spec);
            }
        };
    }

    private static Router lying(Router router, HaproxyModel instance) {
        return (Router) Proxy.newProxyInstance(
                Router.class.getClassLoader(), new Class<?>[] {Router.class}, (proxy, method, given) -> {
                    if (method.getName().equals("apply")) {
                        return new FleetOutcome(List.of(new InstanceOutcome.Confirmed(
                                instance.address(), ((DesiredTraffic) given[0]).share(), 0, Duration.ZERO, List.of())));
                    }
                    try {
                        return method.invoke(router, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}

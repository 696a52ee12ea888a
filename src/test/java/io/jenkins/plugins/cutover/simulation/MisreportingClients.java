package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome;
import io.jenkins.plugins.cutover.traffic.Router;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Clients that return false answers, to check that the rules detect them. */
final class MisreportingClients {
    private MisreportingClients() {}

    /** Confirms every target on this instance and changes nothing. */
    static SystemClients confirmingFor(SystemClients clients, HaproxyModel instance) {
        return new SystemClients() {
            @Override
            public Router router(HaproxySpec spec) {
                return lying(clients.router(spec), instance);
            }

            @Override
            public Mesos mesos(MarathonSpec spec) {
                return clients.mesos(spec);
            }

            @Override
            public Eks eks(EksSpec spec) {
                return clients.eks(spec);
            }
        };
    }

    /** Marathon always returns this app. */
    static SystemClients believing(SystemClients clients, App before) {
        return new SystemClients() {
            @Override
            public Router router(HaproxySpec spec) {
                return clients.router(spec);
            }

            @Override
            public Mesos mesos(MarathonSpec spec) {
                return instead(Mesos.class, clients.mesos(spec), "app", given -> before);
            }

            @Override
            public Eks eks(EksSpec spec) {
                return clients.eks(spec);
            }
        };
    }

    private static Router lying(Router router, HaproxyModel instance) {
        return instead(
                Router.class,
                router,
                "apply",
                given -> new FleetOutcome(List.of(new InstanceOutcome.Confirmed(
                        instance.address(), ((DesiredTraffic) given[0]).share(), 0, Duration.ZERO, List.of()))));
    }

    /** The same client, except for the result of one method. */
    private static <T> T instead(Class<T> type, T client, String name, Function<Object[], Object> answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    if (method.getName().equals(name)) {
                        return answer.apply(given);
                    }
                    try {
                        return method.invoke(client, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}

package io.jenkins.plugins.cutover.bench.whole;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.traffic.Identity;
import io.jenkins.plugins.cutover.traffic.RingCursor;
import io.jenkins.plugins.cutover.traffic.RingReading;
import io.jenkins.plugins.cutover.traffic.Router;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;

/** The clients of a model world, with the traffic of the bench: it flows before each exchange, and its lines are the ring. */
record WholeClients(SystemClients clients, WholeTraffic traffic) implements SystemClients {
    @Override
    public Router router(HaproxySpec spec) {
        Router router = clients.router(spec);
        return (Router) Proxy.newProxyInstance(
                Router.class.getClassLoader(), new Class<?>[] {Router.class}, (proxy, method, given) -> {
                    traffic.flow();
                    if (method.getName().equals("latencies")) {
                        return ring(spec, (Collection<?>) given[0]);
                    }
                    try {
                        return method.invoke(router, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private RingReading ring(HaproxySpec spec, Collection<?> since) {
        RingCursor next = new RingCursor(spec.instances().get(0), new Identity(1, 1), traffic.last(), 0);
        if (since.isEmpty()) {
            return new RingReading(List.of(), List.of(next), List.of());
        }
        traffic.harm().poll();
        long from = ((RingCursor) since.iterator().next()).request();
        List<String> lost = traffic.lostAfter(from) ? List.of("lines were lost") : List.of();
        return new RingReading(traffic.after(from), List.of(next), lost);
    }

    @Override
    public Mesos mesos(MarathonSpec spec) {
        return clients.mesos(spec);
    }

    @Override
    public Eks eks(EksSpec spec) {
        return clients.eks(spec);
    }
}

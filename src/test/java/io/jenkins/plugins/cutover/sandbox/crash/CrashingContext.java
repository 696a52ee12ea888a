package io.jenkins.plugins.cutover.sandbox.crash;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.journal.BufferedJournal;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.traffic.Router;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The real clients and journal of a process that may die at each call. */
final class CrashingContext {
    /** The command reaches the first instance only, then the process dies. */
    static final String HALF = "Router.apply to half the fleet";

    /** A tenth of that in files, since the clock of the operations runs ten times too fast. */
    private static final Duration OBSERVATIONS = Duration.ofSeconds(1);

    private CrashingContext() {}

    static Context of(Context real, ProcessLife life) {
        Journal mortal = life.mortal(Journal.class, real.journal(), new Writes());
        return new Context(
                new BufferedJournal(mortal, OBSERVATIONS, real.clock()),
                life.mortal(Locks.class, real.locks(), named("Locks", Set.of("holder", "lapsed"))),
                clients(real.clients(), life),
                real.clock(),
                real.owner());
    }

    /** A write is named by the last line that it adds to the history; those that add none are all alike. */
    private static final class Writes implements ProcessLife.Names {
        private int known;

        @Override
        public String of(Method method, Object[] given) {
            if (method.getName().equals("observe")) {
                return "observation";
            }
            if (!method.getName().equals("save")) {
                return null;
            }
            var history = ((CutoverRecord) given[0]).history();
            boolean news = history.size() != known;
            known = history.size();
            return news ? "write of \"" + history.get(known - 1).kind() + "\"" : "write";
        }
    }

    private static SystemClients clients(SystemClients real, ProcessLife life) {
        return new SystemClients() {
            @Override
            public Router router(HaproxySpec spec) {
                return mortal(real.router(spec), life, () -> real.router(firstOf(spec)));
            }

            @Override
            public Mesos mesos(MarathonSpec spec) {
                return life.mortal(Mesos.class, real.mesos(spec), named("Mesos", Set.of()));
            }

            @Override
            public Eks eks(EksSpec spec) {
                return life.mortal(Eks.class, real.eks(spec), named("Eks", Set.of("close")));
            }
        };
    }

    private static Router mortal(Router router, ProcessLife life, java.util.function.Supplier<Router> first) {
        Router whole = life.mortal(Router.class, router, named("Router", Set.of()));
        return (Router) Proxy.newProxyInstance(
                Router.class.getClassLoader(), new Class<?>[] {Router.class}, (proxy, method, given) -> {
                    if (method.getName().equals("apply")) {
                        life.half(HALF, () -> first.get().apply((DesiredTraffic) given[0]));
                    }
                    return ProcessLife.called(whole, method, given);
                });
    }

    private static ProcessLife.Names named(String client, Set<String> harmless) {
        return (method, given) -> harmless.contains(method.getName()) ? null : client + "." + method.getName();
    }

    private static HaproxySpec firstOf(HaproxySpec spec) {
        return new HaproxySpec(
                List.of(spec.instances().get(0)),
                spec.backend(),
                spec.mesosServers(),
                spec.eksServers(),
                spec.latencyRing(),
                spec.tls(),
                spec.allowPlainTcp(),
                spec.split());
    }
}

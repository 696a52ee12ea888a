package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.rollout.PodSignals;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.mesos.Task;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.traffic.Router;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The real client of HAProxy. Marathon and the cluster are healthy and answer at once, so that they cost nothing. */
record ScaleClients(Mesos mesos, Eks eks) implements SystemClients {
    static ScaleClients of(List<Endpoint> pods) {
        List<PodSignals.Pod> signals = pods.stream()
                .map(p -> new PodSignals.Pod("uid-" + p, "pod-" + p, true, 0, false, ""))
                .toList();
        return new ScaleClients(
                only(Mesos.class, Map.of("app", app())),
                only(Eks.class, Map.of("endpoints", pods, "signals", new PodSignals(signals))));
    }

    private static App app() {
        Instant started = Instant.parse("2026-01-01T00:00:00Z");
        List<Task> tasks = List.of(task("task1", started), task("task2", started));
        return new App(
                "/app",
                2,
                new App.Counts(0, 2, 2, 0),
                1,
                tasks,
                List.of(),
                "1",
                started,
                started,
                null,
                ScaleRecords.definition());
    }

    private static Task task(String id, Instant started) {
        return new Task(
                id,
                "127.0.0.1",
                "TASK_RUNNING",
                started,
                started,
                List.of(new Endpoint("127.0.0.1", 31000)),
                List.of(new Task.Health(true, 0, "")));
    }

    /** An instance of an interface that only has answers to these methods and to close. */
    private static <T> T only(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (!answers.containsKey(method.getName()) && !method.getName().equals("close")) {
                throw new UnsupportedOperationException(type.getSimpleName() + "." + method.getName());
            }
            return answers.get(method.getName());
        }));
    }

    @Override
    public Router router(HaproxySpec spec) {
        return Router.of(spec, Secrets.NONE, ROUND);
    }

    @Override
    public Mesos mesos(MarathonSpec spec) {
        return mesos;
    }

    @Override
    public Eks eks(EksSpec spec) {
        return eks;
    }
}

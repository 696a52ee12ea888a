package io.jenkins.plugins.cutover.mesos;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Summarizes the state of the tasks that do not serve. */
final class TaskSummary {
    private TaskSummary() {}

    static String of(App app) {
        Map<String, Integer> others = new TreeMap<>();
        for (Task task : app.tasks()) {
            String state = state(app, task);
            if (!state.isEmpty()) {
                others.merge(state, 1, Integer::sum);
            }
        }
        return others.isEmpty()
                ? ""
                : others.entrySet().stream()
                        .map(e -> e.getValue() + " " + e.getKey())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String state(App app, Task task) {
        if (!task.state().equals("TASK_RUNNING")) {
            return task.state();
        }
        if (!task.runs(app.lastConfigChangeAt())) {
            return "of an older configuration";
        }
        if (task.passes(app.healthChecks())) {
            return "";
        }
        return task.health().stream()
                .filter(h -> !h.alive())
                .findFirst()
                .map(h -> "unhealthy" + (h.cause().isEmpty() ? "" : " [" + h.cause() + "]"))
                .orElse("not yet checked");
    }
}

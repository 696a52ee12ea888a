package io.jenkins.plugins.cutover.mesos;

import java.util.List;

/**
 * A change in progress.
 *
 * @param apps the ids it touches
 * @param step the current one, from 1
 * @param actions what it does now: {@code ScaleApplication /orders}
 */
public record Deployment(String id, List<String> apps, int step, int steps, List<String> actions) {
    public Deployment {
        apps = List.copyOf(apps);
        actions = List.copyOf(actions);
    }

    @Override
    public String toString() {
        return id + " (step " + step + " of " + steps + (actions.isEmpty() ? "" : ": " + String.join(", ", actions))
                + ")";
    }
}

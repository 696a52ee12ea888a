package io.jenkins.plugins.cutover.mesos;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether an app is back to full health: its instance count is the wanted one, no deployment runs, and that many tasks
 * of the present configuration run and pass every check. Marathon has no single field for it (a deployment that is gone
 * may have failed, a scale waits for the new tasks only), and results change at a leader election: trust it only after
 * several polls.
 *
 * @param wanted how many are needed
 * @param healthy how many there are
 * @param why everything that is missing, as text; empty when ready
 */
public record Readiness(int wanted, int healthy, String why) {
    public boolean ready() {
        return why.isEmpty();
    }

    public static Readiness of(App app, LaunchQueue queue, int wanted) {
        int healthy = app.healthyTasks().size();
        List<String> why = new ArrayList<>();
        if (app.instances() != wanted) {
            why.add("instances is " + app.instances() + ", not " + wanted);
        }
        if (!app.deployments().isEmpty()) {
            why.add("deployment " + String.join(", ", app.deployments()) + " still runs");
        }
        if (healthy < wanted) {
            why.addAll(shortfall(app, queue, healthy, wanted));
        }
        return new Readiness(wanted, healthy, String.join("; ", why));
    }

    /**
     * The same for an app that is needed soon. When tasks are missing it reads the launch queue for the reason and clears
     * the back-off of earlier failures. At most two further calls.
     */
    public static Readiness hasten(Mesos mesos, App app, int wanted) {
        boolean isShort = app.healthyTasks().size() < wanted;
        LaunchQueue queue = isShort ? mesos.queue() : LaunchQueue.EMPTY;
        if (!queue.delay().isZero()) {
            mesos.clearDelay();
        }
        return of(app, queue, wanted);
    }

    private static List<String> shortfall(App app, LaunchQueue queue, int healthy, int wanted) {
        List<String> why = new ArrayList<>();
        why.add(healthy + " of " + wanted + " tasks are healthy" + TaskSummary.of(app));
        if (app.lastFailure() != null) {
            why.add("last failure: " + app.lastFailure());
        }
        if (queue.waiting() > 0) {
            why.add(queue.waiting() + " wait for launch"
                    + (queue.delay().isZero()
                            ? ""
                            : ", held back for " + queue.delay().toSeconds() + " s more"));
        }
        if (!queue.rejections().isEmpty()) {
            why.add("offers were rejected: " + String.join(", ", queue.rejections()));
        }
        return why;
    }
}

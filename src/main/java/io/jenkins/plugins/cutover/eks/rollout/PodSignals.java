package io.jenkins.plugins.cutover.eks.rollout;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of the service's pods at one moment.
 *
 * @param pods sorted by name
 */
public record PodSignals(List<Pod> pods) implements Serializable {
    /** No pods. */
    public static final PodSignals NONE = new PodSignals(List.of());

    public PodSignals {
        pods = List.copyOf(pods);
    }

    /**
     * One pod.
     *
     * @param uid changes when a pod of the same name is recreated
     * @param ready passes its readiness probe and is not being deleted
     * @param restarts of all its containers, since the pod was created
     * @param oomKilled whether a container last terminated because it ran out of memory
     * @param waiting why a container does not run, for example {@code CrashLoopBackOff}; empty when all run
     */
    public record Pod(String uid, String name, boolean ready, int restarts, boolean oomKilled, String waiting)
            implements Serializable {
        /** Whether a container is in CrashLoopBackOff. */
        public boolean crashLooping() {
            return "CrashLoopBackOff".equals(waiting);
        }
    }

    /**
     * What happened between two readings.
     *
     * @param restarts restarts of containers
     * @param oomKills restarted pods with a container that ran out of memory
     * @param readinessLost pods that were ready and are not ready or gone now
     * @param crashLooping pods in CrashLoopBackOff now
     * @param ready pods ready now
     * @param text one line for each pod with a change
     */
    public record Change(int restarts, int oomKills, int readinessLost, int crashLooping, int ready, List<String> text)
            implements Serializable {
        public Change {
            text = List.copyOf(text);
        }
    }

    /** How many pods are ready. */
    public int ready() {
        return (int) pods.stream().filter(Pod::ready).count();
    }

    /** What happened since an earlier reading. A pod created since then counts from zero. */
    public Change since(PodSignals earlier) {
        int restarts = 0;
        int oomKills = 0;
        int lost = 0;
        List<String> text = new ArrayList<>();
        for (Pod pod : pods) {
            Optional<Pod> before = earlier.find(pod.uid());
            int newRestarts =
                    Math.max(0, pod.restarts() - before.map(Pod::restarts).orElse(0));
            boolean becameUnready = !pod.ready() && before.map(Pod::ready).orElse(false);
            restarts += newRestarts;
            oomKills += newRestarts > 0 && pod.oomKilled() ? 1 : 0;
            lost += becameUnready ? 1 : 0;
            describe(pod, newRestarts, becameUnready).ifPresent(text::add);
        }
        for (Pod gone : earlier.pods()) {
            if (gone.ready() && find(gone.uid()).isEmpty()) {
                lost++;
                text.add(gone.name() + " is gone");
            }
        }
        int looping = (int) pods.stream().filter(Pod::crashLooping).count();
        return new Change(restarts, oomKills, lost, looping, ready(), text);
    }

    private Optional<Pod> find(String uid) {
        return pods.stream().filter(pod -> pod.uid().equals(uid)).findFirst();
    }

    private static Optional<String> describe(Pod pod, int newRestarts, boolean becameUnready) {
        List<String> changes = new ArrayList<>();
        if (newRestarts > 0) {
            changes.add("restarted " + newRestarts + (newRestarts == 1 ? " time" : " times")
                    + (pod.oomKilled() ? ", out of memory" : ""));
        }
        if (becameUnready) {
            changes.add("is no longer ready");
        }
        if (!pod.waiting().isEmpty()) {
            changes.add(pod.waiting());
        }
        return changes.isEmpty() ? Optional.empty() : Optional.of(pod.name() + " " + String.join(", ", changes));
    }
}

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
    public static final PodSignals NONE = new PodSignals(List.of());

    public PodSignals {
        pods = List.copyOf(pods);
    }

    /**
     * @param uid a pod of the same name made anew has another
     * @param ready passes its readiness probe and is not being deleted
     * @param restarts of all its containers, since the pod was made
     * @param oomKilled whether the last end of a container was for its memory
     * @param waiting why a container does not run, for example {@code CrashLoopBackOff}; empty when all run
     */
    public record Pod(String uid, String name, boolean ready, int restarts, boolean oomKilled, String waiting)
            implements Serializable {
        public boolean crashLooping() {
            return "CrashLoopBackOff".equals(waiting);
        }
    }

    /**
     * What happened between two moments.
     *
     * @param restarts containers started anew
     * @param oomKills restarted pods whose container was killed for its memory
     * @param readinessLost pods that were ready and are not, or are gone
     * @param crashLooping pods in CrashLoopBackOff now
     * @param ready pods ready now
     * @param text a line for each pod that something happened to
     */
    public record Change(int restarts, int oomKills, int readinessLost, int crashLooping, int ready, List<String> text)
            implements Serializable {
        public Change {
            text = List.copyOf(text);
        }

        public boolean quiet() {
            return restarts == 0 && oomKills == 0 && readinessLost == 0 && crashLooping == 0;
        }
    }

    public int ready() {
        return (int) pods.stream().filter(Pod::ready).count();
    }

    /** What happened since an earlier moment. A pod made since then counts from zero. */
    public Change since(PodSignals earlier) {
        int restarts = 0;
        int oomKills = 0;
        int lost = 0;
        List<String> text = new ArrayList<>();
        for (Pod pod : pods) {
            Optional<Pod> before = earlier.find(pod.uid());
            int again = Math.max(0, pod.restarts() - before.map(Pod::restarts).orElse(0));
            boolean fell = !pod.ready() && before.map(Pod::ready).orElse(false);
            restarts += again;
            oomKills += again > 0 && pod.oomKilled() ? 1 : 0;
            lost += fell ? 1 : 0;
            describe(pod, again, fell).ifPresent(text::add);
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

    private static Optional<String> describe(Pod pod, int again, boolean fell) {
        List<String> said = new ArrayList<>();
        if (again > 0) {
            said.add("restarted " + again + (again == 1 ? " time" : " times")
                    + (pod.oomKilled() ? ", out of memory" : ""));
        }
        if (fell) {
            said.add("is no longer ready");
        }
        if (!pod.waiting().isEmpty()) {
            said.add(pod.waiting());
        }
        return said.isEmpty() ? Optional.empty() : Optional.of(pod.name() + " " + String.join(", ", said));
    }
}

package io.jenkins.plugins.cutover.operation.reconcile;

import io.jenkins.plugins.cutover.eks.rollout.PodSignals;
import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.Task;
import io.jenkins.plugins.cutover.mesos.TaskFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the platforms report of the two sides. Only what does not pass by itself is harm: a pod in CrashLoopBackOff, and
 * a second pod that was killed for its memory. Everything else (a restart, a pod no longer ready, a first kill; on Mesos
 * a task that failed or is unhealthy) also happens to healthy services. It counts as evidence on each side, and a phase
 * passes only after it has been quiet for a while. So does a server that HAProxy marks DOWN: usually its pod or task is
 * lost too, so the larger of the two counts is taken, and nothing is counted twice. A phase also does not pass until the pods were read in it, and while
 * Mesos, where a rollback goes to, is not healthy.
 *
 * <p>A cluster that does not answer for a whole phase leaves it INCONCLUSIVE, and the settings decide what then happens.
 * It is not BLIND: requests are still counted, harm is still found, and an upgrade of the control plane is no reason to
 * take users away from pods that serve them well.
 */
public final class PlatformSignals {
    private static final int KILLED_AGAIN = 2;
    /** A slow cluster is polled every two minutes. A phase passes only with a reading no older than this. */
    private static final Duration FRESH = Duration.ofSeconds(150);

    private App app;
    private int recorded;
    private PodSignals pods;
    private Instant podsAt;
    /** DOWN at a poll since the last evaluation of the pods. */
    private final Set<String> eksDown = new TreeSet<>();

    private final Set<String> mesosDown = new TreeSet<>();
    private Set<String> eksInUse = Set.of();

    /**
     * @param platforms to be remembered
     * @param events for the judge; empty when the pods were not read again
     * @param news one line for the history; empty when nothing is new
     * @param harm one sentence; empty when there is none
     * @param awaited what the phase waits for; empty for nothing
     */
    public record Seen(PodTaskState platforms, Optional<Pair> events, String news, String harm, String awaited) {}

    /** @param instances that the record holds: with fewer, a rollback has nowhere to go */
    void tasks(App now, int instances) {
        app = now;
        recorded = instances;
    }

    void pods(PodSignals now, Instant at) {
        pods = now;
        podsAt = at;
    }

    void servers(DownServers now) {
        eksDown.addAll(now.eks());
        mesosDown.addAll(now.mesos());
        eksInUse = now.eksInUse();
    }

    /**
     * Evaluates what was read since the last call.
     *
     * @param quiet how long nothing may have happened to a pod before the phase passes
     */
    public Seen seen(PodTaskState before, Instant now, Duration quiet) {
        PodTaskState known = app == null ? before : tasksSeen(before);
        String mesosNews = known.mesos().equals(before.mesos()) || known.mesos().isEmpty() ? "" : known.mesos();
        Seen seen = pods == null
                ? new Seen(known, Optional.empty(), mesosNews, "", awaited(known, now, quiet))
                : podsSeen(known, mesosNews, now, quiet);
        app = null;
        pods = null;
        return seen;
    }

    private PodTaskState tasksSeen(PodTaskState before) {
        Set<String> running = app.tasks().stream()
                .filter(PlatformSignals::sound)
                .map(Task::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> lost = new HashSet<>(before.tasks() == null ? Set.of() : before.tasks());
        lost.removeAll(running);
        TaskFailure last = app.lastFailure();
        String failure = last == null ? before.failure() : last.taskId() + " " + last.at();
        boolean failed = before.tasks() != null && !failure.equals(before.failure()) && !lost.contains(taskId(last));
        boolean shrunk =
                app.instances() < (before.tasks() == null ? 0 : before.tasks().size());
        int events = (shrunk ? 0 : lost.size()) + (failed ? 1 : 0);
        int healthy = app.healthyTasks().size();
        return before.withTasks(running, failure, events, notWhole(healthy, last));
    }

    private String notWhole(int healthy, TaskFailure last) {
        if (app.instances() < recorded) {
            return "Marathon runs " + app.instances() + " instances, " + recorded + " were recorded";
        }
        return healthy >= app.instances()
                ? ""
                : "only " + healthy + " of " + app.instances() + " Mesos tasks are healthy"
                        + (last == null ? "" : " (last failure: " + last + ")");
    }

    /** A new leader has no check results yet: such a task is not unhealthy. */
    private static boolean sound(Task task) {
        return task.state().equals("TASK_RUNNING") && task.health().stream().allMatch(Task.Health::alive);
    }

    private static String taskId(TaskFailure failure) {
        return failure == null ? "" : failure.taskId();
    }

    private Seen podsSeen(PodTaskState before, String mesosNews, Instant now, Duration quiet) {
        eksDown.retainAll(eksInUse); // the server of a pod that was replaced meanwhile had to go down
        Set<String> newlyDown = added(before.down(), eksDown);
        int mesosEvents =
                Math.max(before.failures(), added(before.mesosDown(), mesosDown).size());
        PodTaskState known = before.withDown(Set.copyOf(eksDown), Set.copyOf(mesosDown));
        eksDown.clear();
        mesosDown.clear();
        return podsSeen(known, newlyDown, mesosEvents, mesosNews, now, quiet);
    }

    private static Set<String> added(Set<String> before, Set<String> now) {
        Set<String> more = new TreeSet<>(before == null ? Set.of() : now);
        more.removeAll(before == null ? Set.of() : before);
        return more;
    }

    private Seen podsSeen(
            PodTaskState before,
            Set<String> newlyDown,
            int mesosEvents,
            String mesosNews,
            Instant now,
            Duration quiet) {
        if (before.pods() == null) {
            PodTaskState first = before.withPods(pods, podsAt, 0, "");
            return new Seen(first, Optional.empty(), mesosNews, harm(first, 0), awaited(first, now, quiet));
        }
        PodSignals.Change change = pods.since(before.pods());
        int happened = Math.max(change.restarts() + lost(change), newlyDown.size());
        String said = happened > 0 || change.crashLooping() > 0 ? said(change, newlyDown) : "";
        PodTaskState next = before.withPods(pods, podsAt, change.oomKills(), said);
        String news = said.isEmpty() || said.equals(before.trouble()) ? mesosNews : "EKS: " + said;
        return new Seen(
                next,
                events(before, happened, mesosEvents),
                news,
                harm(next, change.crashLooping()),
                awaited(next, now, quiet));
    }

    private static String said(PodSignals.Change change, Set<String> newlyDown) {
        List<String> all = new ArrayList<>(change.text());
        newlyDown.forEach(address -> all.add(address + " is DOWN in HAProxy"));
        return String.join("; ", all);
    }

    /** A pod that disappeared while all others are ready was not needed any more, or is replaced already. */
    private int lost(PodSignals.Change change) {
        boolean allReady = pods.ready() == pods.pods().size() && !pods.pods().isEmpty();
        return allReady ? 0 : change.readinessLost();
    }

    private Optional<Pair> events(PodTaskState before, int happened, int mesosEvents) {
        if (before.tasks() == null || before.tasks().isEmpty()) {
            return Optional.empty();
        }
        long millis = Math.max(0, Duration.between(before.podsAt(), podsAt).toMillis());
        long canary = millis * before.pods().pods().size();
        long baseline = millis * before.tasks().size();
        return Optional.of(new Pair(
                Counts.failuresOutsideRequests(canary, happened),
                Counts.failuresOutsideRequests(baseline, mesosEvents)));
    }

    private String harm(PodTaskState known, int looping) {
        if (looping > 0 || known.pods().pods().stream().anyMatch(PodSignals.Pod::crashLooping)) {
            return known.pods().pods().stream()
                            .filter(PodSignals.Pod::crashLooping)
                            .map(pod -> pod.name() + " (" + pod.restarts() + " restarts)")
                            .collect(Collectors.joining(", "))
                    + ": CrashLoopBackOff";
        }
        return known.outOfMemory() >= KILLED_AGAIN
                ? "EKS pods were killed for their memory " + known.outOfMemory() + " times; the last: "
                        + known.trouble()
                : "";
    }

    private static String awaited(PodTaskState known, Instant now, Duration quiet) {
        if (!known.seen() || Duration.between(known.podsAt(), now).compareTo(FRESH) > 0) {
            return "a reading of the pods";
        }
        if (known.troubleAt() != null) {
            Duration since = Duration.between(known.troubleAt(), now);
            if (since.compareTo(quiet) < 0) {
                return "quiet after: " + known.trouble();
            }
        }
        if (known.pods().ready() < known.pods().pods().size()) {
            return known.pods().pods().size() - known.pods().ready() + " pods that are not ready";
        }
        return known.mesos().isEmpty() ? "" : "Mesos: " + known.mesos();
    }
}

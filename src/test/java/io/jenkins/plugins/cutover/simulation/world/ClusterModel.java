package io.jenkins.plugins.cutover.simulation.world;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.rollout.PodSignals;
import io.jenkins.plugins.cutover.eks.rollout.RolloutStatus;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.simulation.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/** A cluster with one Deployment on it: pods start one after the other, die, and come back at other addresses. */
public final class ClusterModel {
    private final VirtualTime time;
    private final List<Pod> pods = new ArrayList<>();
    /** Deleted, and endpoints no more: they serve until their grace period is over. */
    private final List<Pod> terminating = new ArrayList<>();

    private Duration start = Duration.ofSeconds(1);
    private String broken = "";
    private String smoke = "";
    private long earlier;
    private int undone;
    private int replicas = -1;
    private long awayUntil = -1;
    private int addresses;
    private long changes;
    private long seen;

    /** One pod; it serves when ready. */
    private static final class Pod {
        private final Endpoint endpoint;
        private final String address;
        private boolean ready;
        private boolean gone;
        private int restarts;
        private boolean outOfMemory;
        private String waiting = "";

        private Pod(int number) {
            endpoint = new Endpoint("10.2." + number / 250 + "." + (1 + number % 250), 8080);
            address = endpoint.toString();
        }
    }

    ClusterModel(VirtualTime time) {
        this.time = time;
    }

    /** How long a pod takes to be ready. */
    public void start(Duration duration) {
        start = duration;
    }

    /** No pod ever gets ready, for this reason; empty for none. */
    public void broken(String reason) {
        broken = reason;
    }

    /** The error of requests that go directly to a pod, past HAProxy; empty for none. */
    public void smokes(String reason) {
        smoke = reason;
    }

    /** The revision that serves before the first deploy; 0 for none. */
    public void earlier(long revision) {
        earlier = revision;
    }

    long earlier() {
        return earlier;
    }

    /** What a real one answers: the latest revision with a ready pod. */
    long serving() {
        return ready() > 0 ? earlier + 1 : earlier;
    }

    void undo(long revision) {
        if (revision == earlier) {
            undone++;
        }
    }

    /** How often the revision before was put back. */
    public int undone() {
        return undone;
    }

    Eks.Smoke smoke(List<Endpoint> pods, int most) {
        boolean wrong = !smoke.isEmpty();
        return new Eks.Smoke(
                wrong ? 0 : Math.min(most, 5),
                wrong ? pods.stream().map(pod -> "pod " + pod + ": " + smoke).toList() : List.of());
    }

    public void away(Duration duration) {
        awayUntil = time.elapsed().plus(duration).toNanos();
    }

    public void heal() {
        awayUntil = -1;
        broken = "";
    }

    /** The changes of the pods that a watch has seen; none while the cluster is away. */
    long changes() {
        if (!isAway()) {
            seen = changes;
        }
        return seen;
    }

    public boolean isAway() {
        return time.elapsed().toNanos() < awayUntil;
    }

    public int replicas() {
        return replicas;
    }

    public int ready() {
        return (int) pods.stream().filter(p -> p.ready).count();
    }

    boolean alive(String address) {
        for (Pod pod : pods) {
            if (pod.ready && pod.address.equals(address)) {
                return true;
            }
        }
        return terminating.stream().anyMatch(pod -> pod.address.equals(address));
    }

    /** Whether the Service has this address among its ready endpoints. */
    public boolean isEndpoint(String address) {
        return pods.stream().anyMatch(pod -> pod.ready && pod.address.equals(address));
    }

    void apply(int wanted) {
        if (replicas != wanted) {
            scaleTo(wanted);
        }
    }

    void scaleTo(int wanted) {
        replicas = wanted;
        while (pods.size() > wanted) {
            remove(pods.get(pods.size() - 1));
        }
        launchMissing();
    }

    boolean exists() {
        return replicas >= 0 || earlier != 0;
    }

    void delete() {
        replicas = -1;
        earlier = 0;
        List.copyOf(pods).forEach(ClusterModel.this::remove);
    }

    /** So many pods die; others take their place at other addresses after a while. */
    public void killPods(int count, Duration until) {
        List.copyOf(pods).stream().limit(count).forEach(this::remove);
        time.after(until, this::launchMissing);
    }

    /** A rolling update with a surge of 100 %: new pods are ready before the old ones end. */
    public void replacePods() {
        List<Pod> old = List.copyOf(pods);
        for (int i = 0; i < old.size(); i++) {
            Pod pod = new Pod(addresses++);
            pod.ready = true;
            pods.add(pod);
            changes++;
        }
        old.forEach(this::remove);
    }

    /**
     * Replaces the pods one after the other, as a node upgrade or a rolling update with a surge of one does. Each time a
     * new pod gets ready, then an old one stops to be an endpoint, serves for its grace period, and ends.
     *
     * @param grace the termination grace period of the pods
     */
    public void replaceOneByOne(Duration grace) {
        replaceNext(new ArrayDeque<>(pods), grace);
    }

    private void replaceNext(Deque<Pod> old, Duration grace) {
        if (old.isEmpty() || replicas <= 0 || pods.size() > replicas) {
            return; // also when another replacement is under way: there is one surplus pod at a time
        }
        Pod fresh = launch();
        time.after(start, () -> {
            Pod ends = old.poll();
            if (!fresh.ready) {
                return; // as a rollout that makes no progress
            }
            if (pods.contains(ends)) {
                remove(ends);
                terminating.add(ends);
                time.after(grace, () -> terminating.remove(ends));
            }
            replaceNext(old, grace);
        });
    }

    /** The first pod's container ends and is started again; it serves all the same. */
    public void restart(boolean outOfMemory) {
        Pod pod = pods.get(0);
        pod.restarts++;
        pod.outOfMemory = outOfMemory;
    }

    /** The first pod's container is not started any more for a while, or is again. */
    public void crashLoop(boolean now) {
        pods.get(0).waiting = now ? "CrashLoopBackOff" : "";
    }

    PodSignals signals() {
        return new PodSignals(pods.stream()
                .map(p -> new PodSignals.Pod(
                        p.address, "orders-" + p.address, p.ready, p.restarts, p.outOfMemory, p.waiting))
                .toList());
    }

    private void remove(Pod pod) {
        pod.gone = true;
        pod.ready = false;
        pods.remove(pod);
        changes++;
    }

    private void launchMissing() {
        IntStream.range(pods.size(), Math.max(0, replicas)).forEach(i -> launch());
    }

    private Pod launch() {
        Pod pod = new Pod(addresses++);
        pods.add(pod);
        changes++;
        time.after(start, () -> becomeReady(pod));
        return pod;
    }

    private void becomeReady(Pod pod) {
        if (broken.isEmpty() && !pod.gone) {
            pod.ready = true;
            changes++;
        }
    }

    List<Endpoint> endpoints() {
        return pods.stream().filter(p -> p.ready).map(p -> p.endpoint).sorted().toList();
    }

    RolloutStatus rollout() {
        if (replicas < 0) {
            return new RolloutStatus.Failed("Deployment does not exist", RolloutStatus.Serving.NOTHING);
        }
        if (!broken.isEmpty() && !pods.isEmpty()) {
            return new RolloutStatus.Failed(broken, RolloutStatus.Serving.NOTHING);
        }
        return ready() >= replicas
                ? new RolloutStatus.Complete(earlier + 1, endpoints())
                : new RolloutStatus.InProgress(
                        ready(), replicas, ready() + " of " + replicas + " pods ready", RolloutStatus.Serving.NOTHING);
    }
}

package io.jenkins.plugins.cutover.simulation.world;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.PodWatch;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.simulation.VirtualTime;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The outside systems of one service: its HAProxies, Marathon, the cluster, and the clients. */
public final class ServiceWorld {
    private static final Duration CHECKS = Duration.ofMillis(500);
    private static final int SLOTS = 10;

    private final VirtualTime time;
    private final Random random;
    private final ServiceSpec spec;
    private final List<HaproxyModel> fleet = new CopyOnWriteArrayList<>();
    private final List<InstanceAddress> left = new ArrayList<>();
    private final MarathonModel marathon;
    private final ClusterModel cluster;
    private final Clients clients;
    private final Map<String, Integer> weights;
    private final int slots;
    private ServiceSpec file;
    private WorldListener listener = new WorldListener() {};

    /** @param weights of the Mesos servers, one for each instance of the app, as HAProxy's file has them */
    public ServiceWorld(VirtualTime time, Random random, ServiceSpec spec, List<Integer> weights) {
        this(time, random, spec, weights, SLOTS);
    }

    /** @param slots for pods on each HAProxy; every one is read at every look */
    public ServiceWorld(VirtualTime time, Random random, ServiceSpec spec, List<Integer> weights, int slots) {
        this.time = time;
        this.random = random;
        this.spec = spec;
        this.file = spec;
        this.slots = slots;
        this.weights = new TreeMap<>();
        for (int i = 0; i < weights.size(); i++) {
            this.weights.put("mesos" + (i + 1), weights.get(i));
        }
        for (var address : spec.haproxy().instances()) {
            fleet.add(new HaproxyModel(
                    address, spec.haproxy().backend(), this.weights, slots, 100L * (fleet.size() + 1)));
        }
        marathon = new MarathonModel(time, spec.marathon().app(), weights.size());
        cluster = new ClusterModel(time);
        clients = new Clients(this, random);
        time.after(CHECKS, this::check);
    }

    public SystemClients clients(Network wire) {
        return new SystemClients() {
            @Override
            public Router router(HaproxySpec known) {
                return Router.over(known, new FleetClient(ServiceWorld.this, wire));
            }

            @Override
            public Mesos mesos(MarathonSpec ignored) {
                return new MarathonModelClient(ServiceWorld.this, wire);
            }

            @Override
            public Eks eks(EksSpec ignored) {
                return new ClusterClient(ServiceWorld.this, wire);
            }

            @Override
            public PodWatch podWatch(EksSpec ignored) {
                return cluster::changes;
            }
        };
    }

    public VirtualTime time() {
        return time;
    }

    public Random random() {
        return random;
    }

    public ServiceSpec spec() {
        return spec;
    }

    public List<HaproxyModel> fleet() {
        return fleet;
    }

    /** @return empty when it was decommissioned */
    Optional<HaproxyModel> instance(InstanceAddress address) {
        return fleet.stream().filter(i -> i.address().equals(address)).findFirst();
    }

    /** An instance is decommissioned: it serves no request and never answers again. */
    public void decommission(HaproxyModel instance) {
        flow();
        left.add(instance.address());
        fleet.remove(instance);
    }

    /** The instances that were decommissioned. */
    public List<InstanceAddress> left() {
        return List.copyOf(left);
    }

    public MarathonModel marathon() {
        return marathon;
    }

    public ClusterModel cluster() {
        return cluster;
    }

    public Clients clients() {
        return clients;
    }

    /** What HAProxy's file gives the Mesos servers. */
    public Map<String, Integer> originalWeights() {
        return weights;
    }

    public void listen(WorldListener target) {
        listener = target;
    }

    WorldListener listener() {
        return listener;
    }

    /** Counts the requests since the last call. Call it before each change of the routing. */
    void flow() {
        clients.flow();
    }

    /** HAProxy's own health checks. */
    private void check() {
        flow();
        for (HaproxyModel instance : fleet) {
            if (!instance.frozen()) {
                instance.servers().forEach(s -> check(instance, s));
            }
        }
        time.after(CHECKS, this::check);
    }

    private void check(HaproxyModel instance, ServerModel server) {
        boolean before = server.up();
        server.check(alive(server));
        if (server.up() != before) {
            listener.disturbed(instance, server.name() + " is " + server.status());
        }
    }

    /** The service file as it is now. */
    public ServiceSpec file() {
        return file;
    }

    /** Somebody edits the service file. */
    public void edit(ServiceSpec edited) {
        file = edited;
    }

    /** A further instance serves clients, and the service file names it. */
    public HaproxyModel join() {
        flow();
        HaproxySpec known = file.haproxy();
        int number = fleet.size() + left.size() + 1;
        InstanceAddress address = InstanceAddress.parse("unix:/" + spec.service() + "/lb" + number);
        HaproxyModel joined = new HaproxyModel(address, known.backend(), serversNow(), slots, 100L * number);
        fleet.add(joined);
        List<InstanceAddress> all = new ArrayList<>(known.instances());
        all.add(address);
        file = file.withHaproxy(known.withInstances(all));
        listener.disturbed(joined, "joins the fleet");
        return joined;
    }

    /** The backend gets another name, on every instance and in the service file. */
    public void renameBackend() {
        flow();
        HaproxySpec known = file.haproxy();
        HaproxySpec renamed = new HaproxySpec(
                known.instances(),
                known.backend() + "-v2",
                known.mesosServers(),
                known.eksServers(),
                known.latencyRing(),
                known.tls(),
                known.allowPlainTcp());
        file = file.withHaproxy(renamed);
        for (HaproxyModel instance : fleet) {
            instance.rename(renamed.backend());
            listener.disturbed(instance, "reloaded with the backend " + renamed.backend());
        }
    }

    public boolean isRenamed() {
        return !file.haproxy().backend().equals(spec.haproxy().backend());
    }

    /** An instance is reloaded from its file. */
    public void reload(HaproxyModel instance) {
        flow();
        instance.reload();
        listener.disturbed(instance, "reloaded");
    }

    /** The same with a state file, as a good reload script writes it. */
    public void reloadWithState(HaproxyModel instance) {
        flow();
        instance.reloadWithState();
        listener.disturbed(instance, "reloaded with its state");
    }

    /** A deployment on Mesos gives the first tasks other servers, as marathon-lb does. @param tasks how many */
    public void redeploy(int tasks) {
        marathon.redeploy(tasks, () -> {
            flow();
            for (HaproxyModel instance : fleet) {
                instance.reload(serversNow());
                listener.disturbed(instance, "reloaded with other Mesos servers");
            }
        });
    }

    private Map<String, Integer> serversNow() {
        Map<String, Integer> now = new TreeMap<>();
        int number = 0;
        for (int weight : weights.values()) {
            number++;
            int server = marathon.server(number);
            now.put("mesos" + server, server == number ? weight : usualWeight());
        }
        return now;
    }

    /** What a server that was added later gets: the median of the original weights. */
    public int usualWeight() {
        List<Integer> sorted = weights.values().stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** The weight from before the cutover, or the usual one. */
    public int originalWeight(String mesosServer) {
        return weights.getOrDefault(mesosServer, usualWeight());
    }

    /** An instance freezes, or continues. */
    public void freeze(HaproxyModel instance, boolean now) {
        flow();
        instance.freeze(now);
        listener.disturbed(instance, now ? "freezes" : "continues");
    }

    /** What one of our processes sends, and the answer. */
    public String command(HaproxyModel instance, String command) {
        HaproxyModel.Serving before = instance.serving();
        String answer = instance.answer(command);
        if (HaproxyModel.changes(command)) {
            listener.commanded(instance, command, before);
        }
        return answer;
    }

    /** A manual command. */
    public void handMade(HaproxyModel instance, String command) {
        flow();
        instance.answer(command);
        listener.disturbed(instance, "by hand: " + command);
    }

    public boolean alive(ServerModel server) {
        return server.side() == Side.MESOS ? marathon.alive(number(server)) : cluster.alive(server.address());
    }

    private static int number(ServerModel mesosServer) {
        return Integer.parseInt(mesosServer.name().substring("mesos".length()));
    }
}

package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** A real HAProxy in front of small services of both sides, and a router to it. */
public final class TestFleet implements AutoCloseable {
    public final List<TestService> mesos;
    final List<TestService> eks;
    final List<HaproxyProcess> haproxies = new ArrayList<>();
    private HaproxySpec.Split split;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public TestFleet(int mesosServers, int eksServers, int instances) {
        this(mesosServers, eksServers, instances, HaproxyProcess.Setup.example());
    }

    public TestFleet(int mesosServers, int eksServers, int instances, HaproxyProcess.Setup setup) {
        mesos = TestService.some(mesosServers, 1);
        eks = TestService.some(eksServers, 2);
        for (int i = 0; i < instances; i++) {
            haproxies.add(HaproxyProcess.start(setup, HaproxyProcess.lines(TestService.endpoints(mesos))));
        }
    }

    public HaproxyProcess haproxy() {
        return haproxies.get(0);
    }

    /** The first instance by its Unix socket, the others through mutual TLS. */
    public HaproxySpec spec() {
        List<InstanceAddress> instances = new ArrayList<>();
        haproxies.forEach(h -> instances.add(instances.isEmpty() ? h.unix() : h.tls()));
        HaproxySpec spec = spec(instances);
        return split == null
                ? spec
                : new HaproxySpec(instances, "orders", "mesos*", "eks*", "requests", spec.tls(), false, split);
    }

    /** A fleet in the layout with two backends and a map. It has one instance, since the map is a file in its folder. */
    public static TestFleet map(int mesosServers, int eksServers) {
        TestFleet fleet = new TestFleet(mesosServers, eksServers, 1, HaproxyProcess.Setup.map());
        String map = fleet.haproxy().dir().resolve("split.map").toString();
        fleet.split = new HaproxySpec.Split("orders-eks", map, "orders");
        return fleet;
    }

    public static HaproxySpec spec(List<InstanceAddress> instances) {
        return new HaproxySpec(instances, "orders", "mesos*", "eks*", "requests", HaproxyProcess.tlsFiles(), false);
    }

    public Router router() {
        return Router.of(spec(), Secrets.NONE, Duration.ofSeconds(1));
    }

    public DesiredTraffic desired(String percent) {
        Map<String, Integer> weights = new TreeMap<>();
        for (int i = 1; i <= mesos.size(); i++) {
            weights.put("mesos" + i, 100);
        }
        return new DesiredTraffic(Share.ofPercent(percent), TestService.endpoints(eks), weights);
    }

    public DesiredTraffic desired(String percent, List<Endpoint> endpoints) {
        return desired(percent).withEks(endpoints);
    }

    /** Assigns the endpoints to servers and waits until HAProxy's checks have passed. */
    public void place() {
        Router router = router();
        router.apply(desired("0"));
        awaitHealthy(eks.size());
    }

    public void awaitHealthy(int servers) {
        Awaitility.await("EKS servers up")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> router().read().reachable().stream()
                        .allMatch(i -> i.servers(Side.EKS).stream()
                                        .filter(ServerReading::checkPassed)
                                        .count()
                                == servers));
    }

    /** @return the statuses of that number of requests, one after another, through the first instance */
    public List<Integer> get(int requests) {
        return get(requests, "x-nothing", "");
    }

    public List<Integer> get(int requests, String header, String value) {
        List<Integer> statuses = new ArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + haproxy().httpPort() + "/"))
                .timeout(Duration.ofSeconds(10))
                .header(header, value)
                .build();
        for (int i = 0; i < requests; i++) {
            try {
                statuses.add(client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode());
            } catch (IOException e) {
                statuses.add(-1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return statuses;
    }

    int eksRequests() {
        return eks.stream().mapToInt(TestService::requests).sum();
    }

    @Override
    public void close() {
        haproxies.forEach(HaproxyProcess::close);
        mesos.forEach(TestService::close);
        eks.forEach(TestService::close);
    }
}

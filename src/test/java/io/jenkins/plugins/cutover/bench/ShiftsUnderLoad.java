package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadPlan;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.StreamService;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import io.jenkins.plugins.cutover.traffic.Router;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * Shifts up and down, with reloads between, while clients of all kinds send requests: keep-alive requests at a steady rate,
 * HTTP/2, an upgraded connection, long downloads. Two instances, the second through mutual TLS.
 */
public final class ShiftsUnderLoad implements AutoCloseable {
    private static final List<String> WAY =
            List.of("5", "25", "100", "50", "10", "0", "33", "100", "0", "12.5", "75", "100", "99", "1", "0");

    private final List<StreamService> mesos = services(4, Side.MESOS);
    private final List<StreamService> eks = services(2, Side.EKS);
    private final int http2Port = freePort();
    private int haproxiesStarted;
    private final List<HaproxyProcess> haproxies = List.of(haproxy(), haproxy());
    private final Router router;
    private final Map<String, Integer> weights;

    /** @param strays requests that were due after a shift was confirmed and reached the side whose share is 0 */
    public record Result(
            long requests,
            long failed,
            long strays,
            int shifts,
            int reloads,
            double longestShiftMillis,
            int http2Requests,
            int http2Failed,
            int http2SentAgain,
            int echoes,
            int echoesBroken,
            int downloads,
            int downloadsBroken,
            String detail) {
        public Map<String, Object> json() {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("requests", requests);
            all.put("failed", failed);
            all.put("strays", strays);
            all.put("shifts", shifts);
            all.put("reloads", reloads);
            all.put("longestShiftMillis", longestShiftMillis);
            all.put("http2", Map.of("requests", http2Requests, "failed", http2Failed, "sentAgain", http2SentAgain));
            all.put("upgraded", Map.of("messages", echoes, "broken", echoesBroken));
            all.put("downloads", Map.of("count", downloads, "broken", downloadsBroken));
            return all;
        }
    }

    public ShiftsUnderLoad() {
        router = Router.of(
                new HaproxySpec(
                        List.of(haproxies.get(0).unix(), haproxies.get(1).tls()),
                        "orders",
                        "mesos*",
                        "eks*",
                        "requests",
                        HaproxyProcess.tlsFiles(),
                        false),
                Secrets.NONE);
        weights = router.read().mesosWeights();
        router.apply(desired("0"));
        Awaitility.await("EKS servers up").atMost(Duration.ofSeconds(20)).until(() -> router.read().reachable().stream()
                .allMatch(i -> i.servers(Side.EKS).stream()
                                .filter(ServerReading::checkPassed)
                                .count()
                        == eks.size()));
    }

    /** @param pause between two shifts */
    public Result run(int rate, int shifts, Duration pause) {
        List<InetSocketAddress> targets = haproxies.stream()
                .map(h -> new InetSocketAddress("127.0.0.1", h.httpPort()))
                .toList();
        long strays = 0;
        double longest = 0;
        try (LoadGenerator load = LoadGenerator.start(LoadPlan.of(rate, targets));
                LastingClients lasting = new LastingClients(haproxies.get(0).httpPort(), http2Port)) {
            sleep(pause);
            for (int i = 0; i < shifts; i++) {
                DesiredTraffic desired = desired(WAY.get(i % WAY.size()));
                FleetOutcome outcome = router.apply(desired);
                Instant confirmed = load.now();
                if (!outcome.confirmed()) {
                    throw new IllegalStateException(String.join("; ", outcome.problems()));
                }
                longest = Math.max(longest, slowest(outcome));
                // A reload at the whole share and one in between.
                if (i == 2 || i == 9) {
                    haproxies.get(i == 2 ? 0 : 1).reload(true);
                }
                sleep(pause);
                strays += strays(load, confirmed, desired.share());
            }
            load.rate(0);
            lasting.close();
            sleep(Duration.ofSeconds(1));
            return result(load.snapshot(), lasting, strays, shifts, longest);
        }
    }

    private static Result result(LoadSnapshot s, LastingClients lasting, long strays, int shifts, double longest) {
        return new Result(
                s.total(),
                s.failed(),
                strays,
                shifts,
                shifts > 9 ? 2 : shifts > 2 ? 1 : 0,
                longest,
                lasting.http2.get(),
                lasting.http2Failed.get(),
                lasting.http2Again.get(),
                lasting.echoes.get(),
                lasting.echoesBroken.get(),
                lasting.downloads.get(),
                lasting.downloadsBroken.get(),
                s.toString());
    }

    private static double slowest(FleetOutcome outcome) {
        return outcome.confirmations().stream()
                .mapToDouble(c -> c.took().toNanos() / 1e6)
                .max()
                .orElse(0);
    }

    private static long strays(LoadGenerator load, Instant from, Share share) {
        AtomicLong strays = new AtomicLong();
        Side wrong = share.equals(Share.NONE) ? Side.EKS : share.equals(Share.ALL) ? Side.MESOS : null;
        load.log().between(from, load.now(), e -> strays.addAndGet(wrong != null && e.side() == wrong ? 1 : 0));
        return strays.get();
    }

    private DesiredTraffic desired(String percent) {
        List<Endpoint> endpoints = eks.stream().map(StreamService::endpoint).toList();
        return new DesiredTraffic(Share.ofPercent(percent), endpoints, weights);
    }

    private HaproxyProcess haproxy() {
        String first = "bind \"\\$\\{CUTOVER_HTTP_BIND}\"";
        boolean secure = haproxiesStarted++ == 0;
        String more = secure
                ? "\n    bind 127.0.0.1:" + http2Port + " ssl crt \"\\${CUTOVER_DIR}\"/server.pem alpn h2,http/1.1"
                : "";
        return HaproxyProcess.start(
                HaproxyProcess.Setup.example().edited("(" + first + ")", "$1" + more),
                HaproxyProcess.lines(mesos.stream().map(StreamService::endpoint).toList()));
    }

    private static List<StreamService> services(int count, Side side) {
        List<StreamService> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            all.add(new StreamService("127.0." + (side == Side.MESOS ? 1 : 2) + "." + i, side));
        }
        return all;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        haproxies.forEach(HaproxyProcess::close);
        mesos.forEach(StreamService::close);
        eks.forEach(StreamService::close);
    }
}

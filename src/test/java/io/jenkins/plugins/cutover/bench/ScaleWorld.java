package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two real HAProxies that share a backend for each cutover, and a third that answers all their requests. The servers have
 * no health checks: at one a second each they would cost more than everything that is measured.
 */
final class ScaleWorld implements AutoCloseable {
    static final List<String> EKS = List.of("127.0.0.2", "127.0.0.3");
    /** The EKS sides that fail when {@link #fault} is on. */
    static final List<String> FAILING_EKS = List.of("127.0.0.4", "127.0.0.5");

    private static final String GLOBAL = """
            global
                stats socket unix@"${CUTOVER_DIR}"/admin.sock mode 600 level admin
                stats maxconn 100
                nbthread 1
                maxconn %d
            defaults
                mode http
                timeout connect 2s
                timeout client 60s
                timeout server 60s
                http-reuse always
            """;

    private static final String RESPONDER = """
            frontend all
                bind 127.0.0.1:%1$d,127.0.0.2:%1$d,127.0.0.3:%1$d,127.0.0.4:%1$d,127.0.0.5:%1$d
                http-request return status 500 if { dst 127.0.0.4 127.0.0.5 } { str(orders),map_str_int("${CUTOVER_DIR}"/split.map,0) -m int 1 }
                http-request return status 200 content-type text/plain string ok
            """;

    private static final String FRONTEND = """
            frontend in
                bind "${CUTOVER_HTTP_BIND}"
                use_backend %[req.hdr(host)]
            """;

    private static final String BACKEND = """
            backend %1$s
                balance roundrobin
                server-template mesos 1-2 127.0.0.1:%2$d weight 100
                server eks1 %3$s:%2$d weight 100
                server eks2 %4$s:%2$d weight 100
            """;

    private final Path folder;
    private final int port = freePort();
    private final HaproxyProcess responder;
    private final List<HaproxyProcess> fleet;

    /** @param failing how many services have an EKS side that can fail, the first ones */
    ScaleWorld(int cutovers, int failing) throws IOException {
        folder = Files.createTempDirectory("scale");
        responder = start("responder", GLOBAL.formatted(1000 + 8 * cutovers) + RESPONDER.formatted(port));
        StringBuilder config = new StringBuilder(GLOBAL.formatted(1000 + 4 * cutovers)).append(FRONTEND);
        for (int i = 0; i < cutovers; i++) {
            List<String> eks = i < failing ? FAILING_EKS : EKS;
            config.append(BACKEND.formatted(service(i), port, eks.get(0), eks.get(1)));
        }
        fleet = List.of(start("lb1", config.toString()), start("lb2", config.toString()));
    }

    /** The name of a service and of its backend. */
    static String service(int number) {
        return "service-" + number;
    }

    private HaproxyProcess start(String name, String config) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".cfg"), config);
        return HaproxyProcess.start(new HaproxyProcess.Setup("haproxy", file, List.of()), List.of());
    }

    List<String> instances() {
        return fleet.stream().map(h -> h.unix().toString()).toList();
    }

    List<Integer> httpPorts() {
        return fleet.stream().map(HaproxyProcess::httpPort).toList();
    }

    String responderSocket() {
        return responder.unix().path();
    }

    String faultMap() {
        return responder.dir().resolve("split.map").toString();
    }

    int port() {
        return port;
    }

    /** Seconds of CPU of each process. */
    Map<String, Double> cpu() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("haproxy1", ProcStat.cpu(fleet.get(0).workerPid()));
        all.put("haproxy2", ProcStat.cpu(fleet.get(1).workerPid()));
        all.put("responder", ProcStat.cpu(responder.workerPid()));
        return all;
    }

    @Override
    public void close() {
        fleet.forEach(HaproxyProcess::close);
        responder.close();
        try (var files = Files.list(folder)) {
            files.forEach(f -> f.toFile().delete());
            Files.delete(folder);
        } catch (IOException e) {
            // Left to the system's own cleaning.
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The app's Service, and another for each of its names inside DC/OS (VIP). */
final class Services {
    private static final Pattern VIP = Pattern.compile("/?([^:]+):(\\d{1,5})");

    private Services() {}

    static List<HasMetadata> of(Draft draft) {
        List<ServicePort> ports = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (AppPort port : draft.ports) {
            for (String protocol : port.protocols()) {
                ports.add(port(port, protocol, number(draft, port), used));
            }
        }
        Map<String, List<ServicePort>> vips = vips(draft);
        List<ServicePort> own = vips.remove(draft.name);
        if (own != null) {
            own.stream().filter(p -> used.add(p.getPort() + p.getProtocol())).forEach(ports::add);
            unlike(ports);
        }
        List<HasMetadata> services = new ArrayList<>();
        if (!ports.isEmpty() || draft.stateful()) {
            Service service = service(draft, draft.name, ports);
            Map<String, String> annotations =
                    new TreeMap<>(service.getMetadata().getAnnotations());
            Routing.annotate(draft, annotations);
            service.getMetadata().setAnnotations(annotations);
            services.add(service);
        }
        vips.forEach((name, vipPorts) -> services.add(service(draft, name, vipPorts)));
        return services;
    }

    /** What marathon-lb listens on, else the service port, else the container's. */
    private static int number(Draft draft, AppPort port) {
        int routed = draft.routes.stream()
                .filter(r -> r.index() == port.index())
                .mapToInt(Route::port)
                .findFirst()
                .orElse(0);
        if (routed > 0) {
            if (port.servicePort() > 0 && port.servicePort() != routed) {
                draft.ledger.report(
                        Loss.Severity.INFO,
                        "labels.HAPROXY_" + port.index() + "_PORT",
                        String.valueOf(routed),
                        "the Service's port, before the service port " + port.servicePort());
            }
            return routed;
        }
        return port.servicePort() > 0 ? port.servicePort() : port.containerPort();
    }

    private static ServicePort port(AppPort port, String protocol, int number, Set<String> used) {
        int free = number;
        while (!used.add(free + protocol)) {
            free++;
        }
        return new ServicePortBuilder()
                .withName(port.name(protocol))
                .withPort(free)
                .withTargetPort(new IntOrString(port.name(protocol)))
                .withProtocol(protocol)
                .build();
    }

    private static Map<String, List<ServicePort>> vips(Draft draft) {
        Map<String, List<ServicePort>> vips = new LinkedHashMap<>();
        for (AppPort port : draft.ports) {
            for (String vip : port.vips()) {
                Matcher m = VIP.matcher(vip);
                if (m.matches()) {
                    List<ServicePort> ports = vips.computeIfAbsent(
                            KubernetesNames.ofId(m.group(1), KubernetesNames.MAX), n -> new ArrayList<>());
                    Set<String> used = new HashSet<>();
                    ports.forEach(p -> used.add(p.getPort() + p.getProtocol()));
                    port.protocols()
                            .forEach(protocol -> ports.add(port(port, protocol, Integer.parseInt(m.group(2)), used)));
                }
            }
        }
        vips.values().forEach(Services::unlike);
        return vips;
    }

    /** A port served twice needs two names. */
    private static void unlike(List<ServicePort> ports) {
        Set<String> names = new HashSet<>();
        ports.forEach(p -> p.setName(KubernetesNames.port(p.getName(), names)));
    }

    private static Service service(Draft draft, String name, List<ServicePort> ports) {
        ServiceBuilder service = new ServiceBuilder()
                .withMetadata(ManifestAssembler.metadata(draft, name))
                .withNewSpec()
                .withSelector(draft.selector())
                .withPorts(ports)
                .endSpec();
        if (ports.isEmpty()) {
            service.editSpec().withClusterIP("None").endSpec();
        }
        return service.build();
    }
}

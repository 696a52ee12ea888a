package io.jenkins.plugins.cutover.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The parts of a port's definition. */
final class PortFields {
    private PortFields() {}

    static int servicePort(Field field, int containerPort) {
        int port = field.integer(0);
        if (field.present() && port == 0) {
            field.info("the Service's port is the container's, " + containerPort);
        }
        return port;
    }

    static List<String> protocols(Field protocol) {
        String text = protocol.text("tcp").toUpperCase(Locale.ROOT);
        return List.of(text.split(",")).stream().map(String::strip).sorted().toList();
    }

    static List<String> vips(Field labels) {
        List<String> vips = new ArrayList<>();
        labels.entries().forEach((key, label) -> {
            String vip = label.node().asText();
            if (key.startsWith("VIP_") && vip.matches("[\\d.]+:\\d+")) {
                label.review("left out: Kubernetes gives no address of choice; clients need the Service's name");
            } else if (key.startsWith("VIP_")) {
                vips.add(vip);
                label.review("a Service of that name; its clients must change from *.l4lb.thisdcos.directory");
            } else {
                label.info("left out: a port's label");
            }
        });
        return vips;
    }

    /** Next to port mappings the old list holds the service ports, in the same order. */
    static void legacyServicePorts(List<Field> legacy, List<AppPort> ports) {
        for (int i = 0; i < legacy.size(); i++) {
            int number = legacy.get(i).integer(0);
            if (i >= ports.size() || number == 0 || ports.get(i).servicePort() > 0) {
                if (i >= ports.size() || number != ports.get(i).servicePort()) {
                    legacy.get(i).info("left out: the container's port mappings say it");
                }
                continue;
            }
            AppPort p = ports.get(i);
            ports.set(
                    i,
                    new AppPort(
                            i, p.given(), p.name(), p.containerPort(), p.hostPort(), number, p.protocols(), p.vips()));
        }
    }
}

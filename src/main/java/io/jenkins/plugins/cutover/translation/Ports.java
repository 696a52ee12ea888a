package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The network mode and the ports. A pod has its own address, so the ports that Mesos gave out at random (host network,
 * container port 0) become fixed, and the variables PORT0, PORT1, ... hold them.
 */
final class Ports {
    private static final int FIRST_FREE = 8080;

    private final Draft draft;
    private final Field app;
    private final boolean hostMode;
    private final Set<Integer> taken = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private Ports(Draft draft) {
        this.draft = draft;
        this.app = draft.app;
        this.hostMode = Network.isHost(app);
    }

    static void apply(Draft draft) {
        Ports ports = new Ports(draft);
        draft.ports = ports.read();
        List<ContainerPort> declared = new ArrayList<>();
        for (AppPort port : draft.ports) {
            for (String protocol : port.protocols()) {
                declared.add(new ContainerPortBuilder()
                        .withName(port.name(protocol))
                        .withContainerPort(port.containerPort())
                        .withProtocol(protocol)
                        .build());
            }
        }
        draft.container.withPorts(declared);
    }

    private List<AppPort> read() {
        doubled();
        List<Field> mappings = hostMode ? List.of() : Network.mappings(app);
        List<Field> definitions = app.at("portDefinitions").items();
        List<Field> legacy = app.at("ports").items();
        List<AppPort> ports = new ArrayList<>();
        boolean fixed = requirePorts();
        if (!mappings.isEmpty()) {
            mappings.forEach(m -> ports.add(mapping(ports.size(), m)));
            definitions.forEach(d -> d.info("left out: the container's port mappings say it"));
            PortFields.legacyServicePorts(legacy, ports);
        } else if (!definitions.isEmpty()) {
            definitions.forEach(d -> ports.add(definition(ports.size(), d, fixed)));
            legacy.forEach(p -> p.info("left out: portDefinitions say it"));
        } else {
            legacy.forEach(p -> ports.add(definition(ports.size(), p, fixed)));
        }
        if (ports.isEmpty()) {
            undeclared(ports);
        }
        return ports;
    }

    /** An address for each task, in the oldest form; or a port that is used without being declared. */
    private void undeclared(List<AppPort> ports) {
        app.at("ipAddress", "discovery", "ports").items().forEach(d -> ports.add(discovered(ports.size(), d)));
        if (ports.isEmpty() && MesosReferences.usesPort(app)) {
            Field none = new Field(MissingNode.getInstance(), "portDefinitions", draft.ledger);
            ports.add(port(0, none, free(0), 0, 0));
        }
    }

    /** Mappings that Marathon ignores too. */
    private void doubled() {
        if (hostMode) {
            Network.mappings(app).forEach(m -> m.review("left out: the host's network has no mappings"));
        }
        if (app.at("container", "portMappings").present()) {
            app.at("container", "docker", "portMappings")
                    .items()
                    .forEach(m -> m.info("left out: container.portMappings say it"));
        }
    }

    private boolean requirePorts() {
        Field require = app.at("requirePorts");
        if (require.flag(false)) {
            require.review("the ports are fixed in the pods, not on the nodes");
        }
        return require.flag(false);
    }

    private AppPort mapping(int index, Field mapping) {
        Field container = mapping.at("containerPort");
        int containerPort = container.integer(0);
        if (containerPort == 0) {
            containerPort = free(index);
            container.review("the random port becomes " + containerPort + ", in PORT" + index + " too");
        }
        Field host = mapping.at("hostPort");
        int hostPort = host.integer(0);
        if (hostPort > 0) {
            host.review("left out: the pods are reached through the Service, not on a node's port");
        }
        Field networks = mapping.at("networkNames");
        if (networks.present()) {
            networks.info("left out: every pod is on the cluster's one network");
        }
        return port(
                index,
                mapping,
                containerPort,
                hostPort,
                PortFields.servicePort(mapping.at("servicePort"), containerPort));
    }

    /** On the host's network: without requirePorts the number is marathon-lb's service port. */
    private AppPort definition(int index, Field definition, boolean fixed) {
        boolean object = definition.node().isObject();
        Field number = object ? definition.at("port") : definition;
        int port = number.integer(0);
        int containerPort = fixed && port > 0 ? claim(port) : free(index);
        if (port == 0) {
            number.info("the random port becomes " + containerPort + ", in PORT" + index + " too");
        } else if (!fixed) {
            number.info("the Service's port; the container listens on PORT" + index + ", " + containerPort);
        }
        return port(index, definition, containerPort, 0, port);
    }

    private AppPort discovered(int index, Field port) {
        return port(index, port, claim(port.at("number").integer(0)), 0, 0);
    }

    private AppPort port(int index, Field field, int containerPort, int hostPort, int servicePort) {
        Field nameField = field.at("name");
        String given = nameField.text("");
        String name = KubernetesNames.port(given.isEmpty() ? "port-" + index : given, names);
        if (!given.isEmpty() && !name.equals(given)) {
            nameField.info("the port's name becomes " + name);
        }
        return new AppPort(
                index,
                given,
                name,
                claim(containerPort),
                hostPort,
                servicePort,
                PortFields.protocols(field.at("protocol")),
                PortFields.vips(field.at("labels")));
    }

    private int claim(int port) {
        taken.add(port);
        return port;
    }

    /** A port that the app does not use. */
    private int free(int index) {
        int port = FIRST_FREE + index;
        while (taken.contains(port) || declares(port)) {
            port++;
        }
        return claim(port);
    }

    private boolean declares(int port) {
        for (Field mapping : Network.mappings(app)) {
            if (mapping.node().path("containerPort").asInt() == port) {
                return true;
            }
        }
        JsonNode definitions = app.node().path("portDefinitions");
        for (JsonNode definition : definitions) {
            if (definition.path("port").asInt() == port) {
                return true;
            }
        }
        return false;
    }
}

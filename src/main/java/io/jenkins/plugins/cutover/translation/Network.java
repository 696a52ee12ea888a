package io.jenkins.plugins.cutover.translation;

import java.util.List;

/** The network mode, in the three spellings that Marathon has had. Every pod has an address on the cluster's network. */
final class Network {
    private Network() {}

    /** The port mappings in either of their places. */
    static List<Field> mappings(Field app) {
        List<Field> mappings = app.at("container", "portMappings").items();
        return mappings.isEmpty()
                ? app.at("container", "docker", "portMappings").items()
                : mappings;
    }

    /** @return whether the app uses its host's network */
    static boolean isHost(Field app) {
        Field docker = app.at("container", "docker", "network");
        Field networks = app.at("networks");
        boolean host = mappings(app).isEmpty() && !app.at("ipAddress").present();
        if (docker.present()) {
            host = legacy(docker);
        }
        for (Field network : networks.items()) {
            Field mode = network.at("mode");
            host = mode.text("container").equals("host");
            if (host) {
                mode.review("the pods have addresses of their own; each PORTn is a fixed port");
            }
            Field name = network.at("name");
            if (name.present()) {
                name.info("left out: every pod is on the cluster's one network");
            }
            network.at("labels").entries().forEach((key, label) -> label.info("left out: a network's label"));
        }
        Field ip = app.at("ipAddress", "networkName");
        if (ip.present()) {
            ip.info("left out: every pod is on the cluster's one network");
        }
        return host;
    }

    private static boolean legacy(Field network) {
        String mode = network.text("");
        if (mode.equals("HOST")) {
            network.review("the pods have addresses of their own; each PORTn is a fixed port");
        } else if (mode.equals("USER")) {
            network.info("left out: every pod is on the cluster's one network");
        } else if (mode.equals("NONE")) {
            network.review("the pods are on the network; a NetworkPolicy can close it");
        }
        return mode.equals("HOST");
    }
}

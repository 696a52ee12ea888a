package io.jenkins.plugins.cutover.translation;

import java.util.List;
import java.util.Locale;

/**
 * One port of an app.
 *
 * @param index its place in the app's ports: PORT0, PORT1, ... and health checks use it
 * @param given the name it has in Marathon; empty for none
 * @param name unique among the ports of the app, at most 15 characters
 * @param containerPort where the container listens, 1 to 65,535
 * @param hostPort the fixed port on the agent; 0 for any
 * @param servicePort that marathon-lb serves it on; 0 for any
 * @param protocols {@code TCP}, {@code UDP} or both
 * @param vips its {@code VIP_n} labels: {@code name:port}
 */
record AppPort(
        int index,
        String given,
        String name,
        int containerPort,
        int hostPort,
        int servicePort,
        List<String> protocols,
        List<String> vips) {
    AppPort {
        protocols = List.copyOf(protocols);
        vips = List.copyOf(vips);
    }

    /** Its name for one of its protocols. */
    String name(String protocol) {
        if (protocols.size() == 1) {
            return name;
        }
        String cut = name.length() > 11 ? name.substring(0, 11).replaceAll("-+$", "") : name;
        return cut + "-" + protocol.toLowerCase(Locale.ROOT);
    }
}

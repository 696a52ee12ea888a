package io.jenkins.plugins.cutover.eks.manifests;

import java.util.List;
import java.util.Map;

/**
 * Says {@code protocol: TCP} for ports that leave it out. It is half of a port's key in server-side apply, and servers
 * before 1.21 refuse an apply without it instead of filling in the default.
 */
public final class PortProtocols {
    private PortProtocols() {}

    public static Map<String, Object> complete(Map<String, Object> object) {
        if ("Service".equals(object.get("kind"))) {
            put(Trees.list(object, "spec", "ports"));
        }
        for (Object pod : new Object[] {
            Trees.at(object, "spec"),
            Trees.at(object, "spec", "template", "spec"),
            Trees.at(object, "spec", "jobTemplate", "spec", "template", "spec")
        }) {
            for (String containers : new String[] {"containers", "initContainers"}) {
                Trees.list(pod, containers).forEach(container -> put(Trees.list(container, "ports")));
            }
        }
        return object;
    }

    @SuppressWarnings("unchecked")
    private static void put(List<?> ports) {
        for (Object port : ports) {
            if (port instanceof Map<?, ?> map) {
                ((Map<String, Object>) map).putIfAbsent("protocol", "TCP");
            }
        }
    }
}

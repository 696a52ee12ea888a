package io.jenkins.plugins.cutover.eks.manifests;

import java.util.List;
import java.util.Map;

/**
 * Adds {@code protocol: TCP} to ports without a protocol. The protocol is part of a port's key in server-side apply, and
 * servers before 1.21 refuse an apply without it instead of using the default.
 */
public final class PortProtocols {
    private PortProtocols() {}

    /** Completes the tree in place and returns it. */
    public static Map<String, Object> complete(Map<String, Object> object) {
        if ("Service".equals(object.get("kind"))) {
            addProtocol(Trees.list(object, "spec", "ports"));
        }
        for (Object pod : new Object[] {
            Trees.at(object, "spec"),
            Trees.at(object, "spec", "template", "spec"),
            Trees.at(object, "spec", "jobTemplate", "spec", "template", "spec")
        }) {
            for (String containers : new String[] {"containers", "initContainers"}) {
                Trees.list(pod, containers).forEach(container -> addProtocol(Trees.list(container, "ports")));
            }
        }
        return object;
    }

    @SuppressWarnings("unchecked")
    private static void addProtocol(List<?> ports) {
        for (Object port : ports) {
            if (port instanceof Map<?, ?> map) {
                ((Map<String, Object>) map).putIfAbsent("protocol", "TCP");
            }
        }
    }
}

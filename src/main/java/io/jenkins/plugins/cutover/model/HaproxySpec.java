package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The HAProxy instances in front of a service (the fleet) and which of a backend's servers belong to which side.
 *
 * @param instances at least one
 * @param backend the name of the one backend that holds both sides' servers; with {@code split}, Mesos's
 * @param mesosServers a pattern for the Mesos servers' names; {@code *} matches any characters
 * @param eksServers a pattern for the EKS servers' names
 * @param latencyRing the name of a {@code ring} section that holds a log line for each request; empty when there is none,
 *     and then only HAProxy's counters and averages are known
 * @param tls the client's key and certificates for {@code tls:} instances; null when there are none
 * @param allowPlainTcp whether a {@code tcp:} instance outside loopback is accepted, where anyone who reaches the port
 *     is admin
 * @param masters the master sockets (haproxy's option -S) of the instances, in their order; empty when they are not
 *     known, and then requests that old workers still serve after a reload are not visible
 * @param agent the label of the Jenkins agents from which alone the instances can be reached; empty for none
 * @param allowAddedServers whether EKS servers may be added at run time where the file has too few; a reload loses them
 * @param split set when each side has a backend of its own and a map contains the share; null for one backend with weights
 */
public record HaproxySpec(
        List<InstanceAddress> instances,
        String backend,
        String mesosServers,
        String eksServers,
        String latencyRing,
        TlsFiles tls,
        boolean allowPlainTcp,
        Split split,
        List<InstanceAddress> masters,
        String agent,
        boolean allowAddedServers)
        implements Serializable {
    public HaproxySpec {
        instances = List.copyOf(instances);
        masters = masters == null ? List.of() : List.copyOf(masters); // older records have none
        agent = agent == null ? "" : agent;
    }

    /** Without master sockets. */
    public HaproxySpec(
            List<InstanceAddress> instances,
            String backend,
            String mesosServers,
            String eksServers,
            String latencyRing,
            TlsFiles tls,
            boolean allowPlainTcp,
            Split split) {
        this(
                instances,
                backend,
                mesosServers,
                eksServers,
                latencyRing,
                tls,
                allowPlainTcp,
                split,
                List.of(),
                "",
                false);
    }

    /** One backend with weights. */
    public HaproxySpec(
            List<InstanceAddress> instances,
            String backend,
            String mesosServers,
            String eksServers,
            String latencyRing,
            TlsFiles tls,
            boolean allowPlainTcp) {
        this(instances, backend, mesosServers, eksServers, latencyRing, tls, allowPlainTcp, null);
    }

    /**
     * Two backends, and a map from which every request learns how many of 10,000 go to EKS: the share does not depend
     * on how many servers a side has, testers can choose their side by a header, users can be kept on a side by a hash.
     *
     * @param eksBackend the backend of the EKS servers
     * @param map the map's file, as the configuration names it
     * @param key the key whose value is the share, 0 to 10,000
     */
    public record Split(String eksBackend, String map, String key) implements Serializable {}

    /**
     * Mutual TLS towards the {@code listen} section in front of an admin socket.
     *
     * @param certificate path of a PEM file with the client's certificate and key; empty when {@code credential} is set
     * @param ca path of a PEM file with the certificates that sign the instances'
     * @param credential name of a secret that holds what {@code certificate} would
     */
    public record TlsFiles(String certificate, String ca, String credential) implements Serializable {}

    /** The same fleet without one instance and its master socket. @throws InvalidInputException when it has no such one */
    public HaproxySpec without(InstanceAddress instance) {
        int at = instances.indexOf(instance);
        if (at < 0 || instances.size() == 1) {
            throw new InvalidInputException(
                    at < 0
                            ? "\"" + instance + "\" is not an HAProxy instance of this cutover; they are " + instances
                            : "\"" + instance
                                    + "\" is the only HAProxy instance; if nothing can be restored, use close");
        }
        List<InstanceAddress> others = new ArrayList<>(instances);
        others.remove(at);
        List<InstanceAddress> otherMasters = new ArrayList<>(masters);
        if (at < otherMasters.size()) {
            otherMasters.remove(at);
        }
        return new HaproxySpec(
                others,
                backend,
                mesosServers,
                eksServers,
                latencyRing,
                tls,
                allowPlainTcp,
                split,
                otherMasters,
                agent,
                allowAddedServers);
    }

    /** The same backend on other instances. */
    public HaproxySpec withInstances(List<InstanceAddress> others) {
        return new HaproxySpec(
                others,
                backend,
                mesosServers,
                eksServers,
                latencyRing,
                tls,
                allowPlainTcp,
                split,
                masters,
                agent,
                allowAddedServers);
    }

    /** The same fleet with its master sockets. */
    public HaproxySpec withMasters(List<InstanceAddress> sockets) {
        return new HaproxySpec(
                instances,
                backend,
                mesosServers,
                eksServers,
                latencyRing,
                tls,
                allowPlainTcp,
                split,
                sockets,
                agent,
                allowAddedServers);
    }

    /** @return the side that a server's name belongs to, or null when it matches neither pattern */
    public Side sideOf(String serverName) {
        if (matches(eksServers, serverName)) {
            return Side.EKS;
        }
        return matches(mesosServers, serverName) ? Side.MESOS : null;
    }

    private static boolean matches(String pattern, String name) {
        int from = 0;
        String[] parts = pattern.split("\\*", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            int at = last && i > 0 ? name.length() - parts[i].length() : name.indexOf(parts[i], from);
            if (at < from || (i == 0 && at != 0) || !name.startsWith(parts[i], at)) {
                return false;
            }
            from = at + parts[i].length();
        }
        return parts.length > 1 || from == name.length();
    }
}

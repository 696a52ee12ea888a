package io.jenkins.plugins.cutover.sandbox.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Allocates loopback addresses in order, without those whose port is in use. */
final class Addresses {
    private final String prefix;
    private int next;

    /** @param prefix the first three numbers, for example {@code 127.0.2} */
    Addresses(String prefix) {
        this.prefix = prefix;
    }

    synchronized String take(int port) {
        for (int tries = 0; tries < 254; tries++) {
            next = next % 254 + 1;
            String host = prefix + "." + next;
            if (free(host, port)) {
                return host;
            }
        }
        throw new IllegalStateException("no address " + prefix + ".1 to 254 has port " + port + " free");
    }

    private static boolean free(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

package io.jenkins.plugins.cutover.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * The JVM's proxy settings ({@code http.proxyHost}, {@code https.proxyHost}, {@code http.nonProxyHosts}, ...), read for
 * every connection. A proxy never gets requests for this machine: loopback, and link-local addresses, where clouds serve
 * the credentials of an instance.
 */
final class ConfiguredProxies extends ProxySelector {
    private static final String IPV4 = "\\d{1,3}(\\.\\d{1,3}){3}";

    @Override
    public List<Proxy> select(URI uri) {
        ProxySelector configured = ProxySelector.getDefault();
        return configured == null || direct(uri.getHost()) ? List.of(Proxy.NO_PROXY) : configured.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        ProxySelector configured = ProxySelector.getDefault();
        if (configured != null) {
            configured.connectFailed(uri, address, failure);
        }
    }

    /** Only names and literal addresses are compared: a DNS lookup here would block. */
    private static boolean direct(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        if (!name.startsWith("[") && !name.matches(IPV4)) {
            return false;
        }
        try {
            InetAddress address = InetAddress.getByName(name);
            return address.isLoopbackAddress() || address.isLinkLocalAddress() || isMetadata(address);
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    /** {@code fd00:ec2::/32}: the metadata of an EC2 instance and the credentials of an EKS pod over IPv6. */
    private static boolean isMetadata(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 16
                && (bytes[0] & 0xff) == 0xfd
                && bytes[1] == 0
                && bytes[2] == 0x0e
                && (bytes[3] & 0xff) == 0xc2;
    }
}

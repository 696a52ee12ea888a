package io.jenkins.plugins.cutover.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JVM's proxy settings, with a proxy on loopback that answers every request itself. */
@Isolated("sets system properties of the JVM")
class ConfiguredProxiesTest {
    private static final List<String> PROPERTIES = List.of("http.proxyHost", "http.proxyPort", "http.nonProxyHosts");

    private final Map<String, String> before = new TreeMap<>();
    private final List<String> proxied = new CopyOnWriteArrayList<>();
    private HttpServer proxy;

    @BeforeEach
    void configure() throws IOException {
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            proxied.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        proxy.start();
        for (String property : PROPERTIES) {
            String value = System.getProperty(property);
            if (value != null) {
                before.put(property, value);
            }
        }
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", String.valueOf(proxy.getAddress().getPort()));
        System.setProperty("http.nonProxyHosts", "*.internal.invalid");
    }

    @AfterEach
    void restore() {
        PROPERTIES.forEach(System::clearProperty);
        before.forEach(System::setProperty);
        proxy.stop(0);
    }

    @Test
    void aRequestToAnotherHostGoesThroughTheConfiguredProxy() {
        assertThat(BoundedHttpClient.send(HttpCall.get(URI.create("http://metrics.invalid/query"))))
                .isInstanceOfSatisfying(
                        HttpReply.class, reply -> assertThat(reply.status()).isEqualTo(204));
        assertThat(proxied).containsExactly("http://metrics.invalid/query");
    }

    @Test
    void aHostOfNonProxyHostsIsReachedDirectly() {
        assertThat(BoundedHttpClient.send(HttpCall.get(URI.create("http://metrics.internal.invalid/query"))))
                .isEqualTo(new HttpFailure(HttpFailure.Kind.NO_CONNECTION, "no connection (unknown host)"));
        assertThat(proxied).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "a.localhost", "127.0.0.1", "127.1.2.3", "[::1]", "169.254.169.254", "[fe80::1]"})
    void thisMachineIsReachedDirectlyWhateverNonProxyHostsSays(String host) {
        assertThat(new ConfiguredProxies().select(URI.create("http://" + host + ":8080/")))
                .containsExactly(Proxy.NO_PROXY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics.example.com", "10.0.0.1", "[2001:db8::1]", "localhost.example.com"})
    void everyOtherHostIsProxied(String host) {
        assertThat(new ConfiguredProxies().select(URI.create("http://" + host + ":8080/")))
                .singleElement()
                .isNotEqualTo(Proxy.NO_PROXY);
    }
}

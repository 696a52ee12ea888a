package io.jenkins.plugins.cutover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.Endpoint;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.junit.jupiter.api.Test;

/** The JDK's own DNS client is the other side. */
class DnsServerTest {
    private static final String NAME = "orders.shop.svc.cluster.local";

    @Test
    void answersAddressesAndServices() throws NamingException {
        try (DnsServer dns = DnsServer.start()) {
            List<Endpoint> pods = List.of(new Endpoint("127.0.2.1", 8080), new Endpoint("127.0.2.2", 8081));
            dns.set(NAME, pods);
            dns.set("_http._tcp." + NAME, pods);
            assertThat(values(dns, NAME, "A")).containsExactlyInAnyOrder("127.0.2.1", "127.0.2.2");
            assertThat(values(dns, "_http._tcp." + NAME, "SRV"))
                    .containsExactlyInAnyOrder(
                            "0 50 8080 127-0-2-1." + NAME + ".", "0 50 8081 127-0-2-2." + NAME + ".");
            assertThat(values(dns, "127-0-2-2." + NAME, "A")).containsExactly("127.0.2.2");
        }
    }

    @Test
    void anUnknownNameDoesNotExistAndOneWithoutTheTypeIsEmpty() throws NamingException {
        try (DnsServer dns = DnsServer.start()) {
            dns.set(NAME, List.of(new Endpoint("127.0.2.1", 8080)));
            assertThatThrownBy(() -> values(dns, "payments." + NAME, "A")).isInstanceOf(NameNotFoundException.class);
            assertThat(values(dns, NAME, "AAAA")).isEmpty();
        }
    }

    private static List<String> values(DnsServer dns, String name, String type) throws NamingException {
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        settings.put(Context.PROVIDER_URL, "dns://127.0.0.1:" + dns.port());
        InitialDirContext client = new InitialDirContext(settings);
        try {
            Attribute found = client.getAttributes(name, new String[] {type}).get(type);
            return found == null
                    ? List.of()
                    : Collections.list(found.getAll()).stream()
                            .map(Object::toString)
                            .toList();
        } finally {
            client.close();
        }
    }
}

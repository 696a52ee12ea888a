package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A name server on loopback, for the headless Services of a cluster: A and SRV records over UDP, as RFC 1035 and RFC 2782
 * have them. It answers queries with one question only, and says NXDOMAIN for names that it does not know. A query that is
 * not well formed gets FORMERR.
 */
public final class DnsServer implements AutoCloseable {
    private static final int A = 1;
    private static final int SRV = 33;
    private static final int TTL_SECONDS = 1;
    private static final int QUERY_BYTES = 4096;
    private static final int FORMERR = 1;
    private static final int NXDOMAIN = 3;

    private final DatagramSocket socket;
    private final Map<String, List<Endpoint>> names = new ConcurrentHashMap<>();

    private DnsServer(DatagramSocket socket) {
        this.socket = socket;
    }

    public static DnsServer start() {
        try {
            DnsServer server = new DnsServer(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(server::serve, "dns");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** The name has these addresses from now on; as SRV records, their ports too. */
    public void set(String name, List<Endpoint> endpoints) {
        names.put(name, List.copyOf(endpoints));
    }

    private void serve() {
        byte[] buffer = new byte[QUERY_BYTES];
        while (!socket.isClosed()) {
            try {
                DatagramPacket query = new DatagramPacket(buffer, buffer.length);
                socket.receive(query);
                byte[] answer = answer(ByteBuffer.wrap(buffer, 0, query.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
            } catch (IOException e) {
                // Closed, or a client that is gone.
            }
        }
    }

    private byte[] answer(ByteBuffer query) throws IOException {
        int id = query.getShort() & 0xFFFF;
        int flags = query.getShort() & 0xFFFF;
        int questions = query.getShort();
        query.position(12);
        String name = name(query);
        boolean wellFormed = questions == 1 && (flags & 0xF800) == 0 && name != null && query.remaining() >= 4;
        int type = wellFormed ? query.getShort() : 0;
        List<byte[]> records = wellFormed ? records(name, type) : List.of();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        boolean known = wellFormed && known(name);
        out.writeShort(id);
        // A response, authoritative, with recursion desired as asked.
        out.writeShort(0x8400 | (flags & 0x0100) | (wellFormed ? known ? 0 : NXDOMAIN : FORMERR));
        out.writeShort(wellFormed ? 1 : 0);
        out.writeShort(records.size());
        out.writeInt(0);
        if (wellFormed) {
            out.write(encoded(name));
            out.writeShort(type);
            out.writeShort(1);
        }
        for (byte[] record : records) {
            out.write(record);
        }
        return bytes.toByteArray();
    }

    private boolean known(String name) {
        return names.containsKey(name) || address(name) != null;
    }

    private List<byte[]> records(String name, int type) throws IOException {
        List<byte[]> all = new ArrayList<>();
        String single = address(name);
        if (type == A && single != null) {
            all.add(record(type, InetAddress.getByName(single).getAddress()));
        }
        for (Endpoint endpoint : names.getOrDefault(name, List.of())) {
            if (type == A && !name.startsWith("_")) {
                all.add(record(type, InetAddress.getByName(endpoint.host()).getAddress()));
            } else if (type == SRV && name.startsWith("_")) {
                all.add(record(type, service(name, endpoint)));
            }
        }
        return all;
    }

    /** Owner: the name of the question, by a pointer to byte 12. */
    private static byte[] record(int type, byte[] data) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(0xC00C);
        out.writeShort(type);
        out.writeShort(1);
        out.writeInt(TTL_SECONDS);
        out.writeShort(data.length);
        out.write(data);
        return bytes.toByteArray();
    }

    /** Priority, weight, port and target. CoreDNS gives every pod the weight 100 / number of pods. */
    private byte[] service(String name, Endpoint endpoint) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(0);
        out.writeShort(Math.max(1, 100 / names.get(name).size()));
        out.writeShort(endpoint.port());
        String service = name.replaceFirst("^(_[^.]+\\.){2}", "");
        out.write(encoded(endpoint.host().replace('.', '-') + "." + service));
        return bytes.toByteArray();
    }

    /** The address in a pod's own name, as {@code 10-0-0-5.orders.shop.svc.cluster.local}; null for another name. */
    private static String address(String name) {
        String first = name.replaceFirst("\\..*", "");
        return first.matches("\\d+-\\d+-\\d+-\\d+") ? first.replace('-', '.') : null;
    }

    private static byte[] encoded(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String label : name.split("\\.")) {
            byte[] text = label.getBytes(StandardCharsets.US_ASCII);
            bytes.write(text.length);
            bytes.write(text);
        }
        bytes.write(0);
        return bytes.toByteArray();
    }

    /** @return null when it is not well formed: a question has no pointers, labels have at most 63 bytes */
    private static String name(ByteBuffer query) {
        List<String> labels = new ArrayList<>();
        while (query.hasRemaining()) {
            int length = query.get() & 0xFF;
            if (length == 0) {
                return String.join(".", labels).toLowerCase(java.util.Locale.ROOT);
            }
            if (length > 63 || length > query.remaining()) {
                return null;
            }
            byte[] label = new byte[length];
            query.get(label);
            labels.add(new String(label, StandardCharsets.US_ASCII));
        }
        return null;
    }

    @Override
    public void close() {
        socket.close();
    }
}

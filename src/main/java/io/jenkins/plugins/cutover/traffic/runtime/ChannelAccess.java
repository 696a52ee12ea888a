package io.jenkins.plugins.cutover.traffic.runtime;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.HaproxySpec.TlsFiles;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.InstanceAddress.Scheme;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Secrets;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which instances may be connected to, and with which client certificate. */
public final class ChannelAccess {
    private ChannelAccess() {}

    /**
     * The certificates for {@code tls:} instances.
     *
     * @param client a certificate chain and its key, PEM
     * @param authority the CA certificates that sign those of the instances, PEM; empty for the system's
     */
    public record Keys(String client, String authority) implements Serializable {
        /** @throws InvalidInputException when the certificates or the key cannot be used */
        public TlsClient open() {
            return TlsClient.of(client, authority);
        }

        @Override
        public String toString() {
            return "keys"; // never the content
        }
    }

    /**
     * @param round the deadline of a round
     * @throws InvalidInputException for addresses that may not be used and keys that cannot be used
     */
    public static RuntimeClient of(HaproxySpec spec, Secrets secrets, Duration round) {
        return new RuntimeClient(keys(spec, secrets).map(Keys::open), round);
    }

    /**
     * @return empty when no instance needs any
     * @throws InvalidInputException for addresses that may not be used and keys that cannot be read
     */
    public static Optional<Keys> keys(HaproxySpec spec, Secrets secrets) {
        List<String> open = all(spec)
                .filter(i -> i.scheme() == Scheme.TCP && !isLoopback(i) && !spec.allowPlainTcp())
                .map(InstanceAddress::toString)
                .toList();
        if (!open.isEmpty()) {
            throw new InvalidInputException("haproxy instance " + String.join(", ", open)
                    + ": the Runtime API has no authentication, so on a plain TCP port every client is admin; keep the"
                    + " admin socket a unix socket, put \"listen\" with \"bind ... ssl ... verify required\" in front of it"
                    + " (examples/haproxy.cfg) and address it as tls:HOST:PORT, or set allowPlainTcp");
        }
        boolean needed = all(spec).anyMatch(i -> i.scheme() == Scheme.TLS);
        return needed ? Optional.of(keys(spec.tls(), secrets)) : Optional.empty();
    }

    private static Stream<InstanceAddress> all(HaproxySpec spec) {
        return Stream.concat(spec.instances().stream(), spec.masters().stream());
    }

    private static boolean isLoopback(InstanceAddress instance) {
        return instance.host().matches("127(\\.\\d{1,3}){3}|localhost|::1");
    }

    private static Keys keys(TlsFiles files, Secrets secrets) {
        if (files == null) {
            throw new InvalidInputException("haproxy: tls: instances need \"tls\" with a client certificate"
                    + " (certificate or credential) and the CA of the instances (ca)");
        }
        String client = files.credential().isEmpty()
                ? content("tls.certificate", files.certificate())
                : secrets.find(files.credential())
                        .orElseThrow(() -> new InvalidInputException(
                                "haproxy: tls.credential: there is no secret named \"" + files.credential() + "\""));
        return new Keys(client, files.ca().isEmpty() ? "" : content("tls.ca", files.ca()));
    }

    private static String content(String argument, String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | RuntimeException e) {
            throw new InvalidInputException("haproxy: " + argument + ": the file \"" + file + "\" cannot be read");
        }
    }
}

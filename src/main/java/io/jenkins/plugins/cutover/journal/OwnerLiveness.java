package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.Owner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows which owners have certainly ended, so that others need not wait for their leases to expire. */
@FunctionalInterface
public interface OwnerLiveness {
    /** Knows of none. */
    OwnerLiveness NONE = owner -> Optional.empty();

    /** @return how it is known that this owner has ended; empty when it is not known */
    Optional<String> of(Owner owner);

    default OwnerLiveness or(OwnerLiveness other) {
        return owner -> of(owner).or(() -> other.of(owner));
    }

    /** This process as an owner: the command line's. */
    static Owner thisProcess() {
        return new Owner("cli", "pid " + ProcessHandle.current().pid() + " on " + host(), place());
    }

    /** Knows which command lines of this machine have ended. */
    static OwnerLiveness processes() {
        String here = place();
        Pattern pid = Pattern.compile("pid (\\d{1,18}) on .*");
        return owner -> {
            Matcher m = pid.matcher(owner.id());
            boolean gone = owner.kind().equals("cli")
                    && owner.at().equals(here)
                    && m.matches()
                    && ProcessHandle.of(Long.parseLong(m.group(1)))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty();
            return gone ? Optional.of("its process has ended") : Optional.empty();
        };
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }

    /** Containers may share a host's name and still not see each other's processes. */
    private static String place() {
        try {
            return host() + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException e) {
            return host();
        }
    }
}

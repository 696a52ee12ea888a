package io.jenkins.plugins.cutover.traffic.runtime;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.InstanceAddress.Scheme;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Resolves host names in parallel and within a deadline; the JDK's own look-up has none. */
final class HostResolver {
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final Map<String, CompletableFuture<InetAddress>> lookUps = new HashMap<>();

    private HostResolver() {}

    /** Starts the look-up of every host that is a name. */
    static HostResolver lookUp(Collection<InstanceAddress> instances) {
        HostResolver names = new HostResolver();
        instances.stream()
                .filter(names::needsLookUp)
                .forEach(i -> names.lookUps.computeIfAbsent(
                        i.host(),
                        host -> CompletableFuture.supplyAsync(() -> resolve(host), HostResolver::runOnDaemonThread)));
        return names;
    }

    boolean needsLookUp(InstanceAddress instance) {
        return instance.scheme() != Scheme.UNIX && !isNumeric(instance.host());
    }

    InetSocketAddress address(InstanceAddress instance, Duration deadline) throws IOException {
        String host = instance.host();
        if (!needsLookUp(instance)) {
            return new InetSocketAddress(InetAddress.getByName(host), instance.port());
        }
        try {
            InetAddress address = lookUps.get(host).get(Math.max(1, deadline.toMillis()), TimeUnit.MILLISECONDS);
            return new InetSocketAddress(address, instance.port());
        } catch (ExecutionException e) {
            throw new IOException("the host name " + host + " is not known", e);
        } catch (TimeoutException e) {
            throw new IOException("the host name " + host + " was not found in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static boolean isNumeric(String host) {
        return NUMERIC.matcher(host).matches();
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    private static void runOnDaemonThread(Runnable lookUp) {
        Thread thread = new Thread(lookUp, "cutover-name-lookup");
        thread.setDaemon(true);
        thread.start();
    }
}

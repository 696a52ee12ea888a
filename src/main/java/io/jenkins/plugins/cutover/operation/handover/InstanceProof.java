package io.jenkins.plugins.cutover.operation.handover;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.HandoverState;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.Identity;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.config.EksForm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Whether one instance runs the end state from its configuration file. It must be a process that started after the handover
 * began, and to which this tool has sent no command: then a weight or an address can come from the file or from a state
 * file only. The initial weights are always the file's; a weight that differs from its initial one came from elsewhere.
 *
 * @param record the cutover
 * @param form how the file is to reach EKS
 * @param now when the instance was read
 */
record InstanceProof(CutoverRecord record, EksForm form, Instant now) {
    /** Requests since the reload that show the split; fewer count after {@link #QUIET}. */
    private static final long ENOUGH = 20;

    /** An instance without a request for so long, such as the passive one of a VRRP pair, is judged by its state. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    /** A follower that has not been seen for longer does not run. */
    static final Duration FOLLOWER_SILENCE = Duration.ofSeconds(60);

    /** @param begun the process that ran when the handover began */
    HandoverState.Instance of(HandoverState.Instance begun, Reachable instance) {
        Optional<String> missing = Stream.<Supplier<String>>of(
                        () -> process(begun, instance),
                        () -> mesos(instance),
                        () -> eks(instance),
                        () -> split(instance))
                .map(Supplier::get)
                .filter(text -> !text.isEmpty())
                .findFirst();
        return missing.map(text -> begun.found(false, text)).orElseGet(() -> begun.found(true, proven(instance)));
    }

    private String process(HandoverState.Instance begun, Reachable instance) {
        Identity identity = instance.identity();
        if (identity.equals(new Identity(begun.pid(), begun.startSeconds()))) {
            return "not reloaded since the handover began (" + identity + ")";
        }
        Instant command = record.handed().correctedAt().get(instance.instance().toString());
        // A follower sends commands for as long as the service lives.
        boolean since = !(form instanceof EksForm.Followed)
                && command != null
                && Duration.between(command, now).compareTo(instance.uptime().plusSeconds(1)) <= 0;
        return since
                ? "its file is not complete: this tool had to correct it after the reload; put the lines into its"
                        + " configuration and reload again"
                : "";
    }

    private String mesos(Reachable instance) {
        List<ServerReading> servers = instance.servers(Side.MESOS);
        if (record.handed().withoutMesos()) {
            return servers.isEmpty()
                    ? ""
                    : "the file still has " + servers.get(0).name();
        }
        if (servers.isEmpty()) {
            return "the file has no Mesos server any more; a rollback needs them until Mesos is retired";
        }
        for (ServerReading server : servers) {
            if (instance.mapShare() < 0 && server.initialWeight() != 0) {
                return server.name() + " has weight " + server.initialWeight() + " in the file, not 0";
            }
            if (instance.mapShare() < 0 && server.weight() != 0) {
                return server.name() + " has weight " + server.weight() + " at run time and 0 in the file";
            }
        }
        return instance.mapShare() < 0 || instance.mapShare() == Share.ALL.basisPoints()
                ? ""
                : "the map gives EKS " + new Share(instance.mapShare()) + " after the reload, not " + Share.ALL;
    }

    private String eks(Reachable instance) {
        List<ServerReading> servers = instance.servers(Side.EKS);
        if (form instanceof EksForm.Followed) {
            return HandoverCheck.followed(record.handed(), now)
                    ? ""
                    : "no follower has run for " + Durations.text(FOLLOWER_SILENCE)
                            + "; start the controller or ./cutover guard";
        }
        Optional<ServerReading> stateful = servers.stream()
                .filter(s -> s.initialWeight() > 0 && s.weight() != s.initialWeight())
                .findFirst();
        if (stateful.isPresent()) {
            return stateful.get().name() + " has weight " + stateful.get().weight() + " at run time and "
                    + stateful.get().initialWeight()
                    + " in the file: a state file, an SRV record without \"resolve-opts"
                    + " ignore-weight\" or another program set it";
        }
        return form instanceof EksForm.Addresses addresses
                ? addresses(servers, addresses.endpoints())
                : resolved(servers, (EksForm.Resolved) form);
    }

    private static String addresses(List<ServerReading> servers, List<Endpoint> endpoints) {
        for (Endpoint endpoint : endpoints) {
            List<ServerReading> holding = servers.stream()
                    .filter(s -> s.initialWeight() > 0 && s.holds(endpoint))
                    .filter(s -> s.namedAddress().isEmpty() || s.resolved())
                    .toList();
            if (holding.isEmpty()) {
                return "the file has no EKS server with a weight for " + endpoint;
            }
            if (holding.stream().noneMatch(ServerReading::up)) {
                return holding.get(0).name() + " (" + endpoint + ") is "
                        + holding.get(0).status();
            }
        }
        return "";
    }

    private static String resolved(List<ServerReading> servers, EksForm.Resolved form) {
        List<ServerReading> named =
                servers.stream().filter(s -> s.resolved() && named(s, form)).toList();
        if (named.isEmpty()) {
            return "the file has no EKS server with a weight that resolves " + form.name();
        }
        return named.stream().anyMatch(ServerReading::up)
                ? ""
                : named.get(0).name() + " (" + form.name() + ") is "
                        + named.get(0).status();
    }

    /** A server of an SRV record has the name of its target, below the name of the Service. */
    private static boolean named(ServerReading server, EksForm.Resolved form) {
        String host = ServerReading.host(server.namedAddress());
        String service = form.srv() ? form.name().replaceFirst("^(_[^.]+\\.){2}", "") : form.name();
        return host.equals(form.name()) || host.equals(service) || form.srv() && host.endsWith("." + service);
    }

    private String split(Reachable instance) {
        long mesos = instance.counters(Side.MESOS).requests();
        long eks = instance.counters(Side.EKS).requests();
        if (mesos > 0) {
            return mesos + " of " + (mesos + eks) + " requests since the reload went to Mesos";
        }
        return eks >= ENOUGH || instance.uptime().compareTo(QUIET) >= 0
                ? ""
                : "waits for traffic: " + eks + " requests since the reload";
    }

    private static String proven(Reachable instance) {
        long eks = instance.counters(Side.EKS).requests();
        return eks > 0
                ? "proven: " + eks + " requests since the reload, all to EKS"
                : "proven by its state; it has no traffic, so its split was not measured";
    }
}

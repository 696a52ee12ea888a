package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.dialogue.ProbeDialogue;
import io.jenkins.plugins.cutover.traffic.plan.SlotPlan;
import io.jenkins.plugins.cutover.traffic.plan.WeightPlan;
import io.jenkins.plugins.cutover.traffic.runtime.RuntimeCommands;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What would prevent a cutover, judged by the readings of the instances. A pure function. */
record FleetPreflight(HaproxySpec spec, List<Share> shares, int eksEndpoints, double tolerance) {

    List<Finding> findings(List<ProbeDialogue> probes) {
        List<Finding> all = new ArrayList<>();
        List<Reachable> reachable = new ArrayList<>();
        for (ProbeDialogue probe : probes) {
            String about = probe.instance().toString();
            if (!probe.problem().isEmpty()) {
                all.add(Finding.blocker(about, probe.problem()));
                continue;
            }
            reachable.add(probe.reading());
            if (!probe.admin()) {
                all.add(Finding.blocker(about, RuntimeCommands.NO_ADMIN_LEVEL));
            }
            if (probe.reading().mode().equals("http")) {
                all.addAll(new RingPreflight(spec).findings(probe));
            }
            adminAccess(about, probe, all);
            layout(about, probe.reading(), all);
            servers(about, probe.reading(), all);
            shares(about, probe.reading(), all);
        }
        compareWeights(reachable, all);
        all.sort(Comparator.comparing(Finding::severity).reversed());
        return all;
    }

    /** A listener in front of the admin socket counts against the global limit, as clients do; the socket does not. */
    private static void adminAccess(String about, ProbeDialogue probe, List<Finding> all) {
        boolean throughListener = probe.instance().scheme() != InstanceAddress.Scheme.UNIX;
        if (throughListener && probe.connections() > 0 && probe.frontendConnections() > probe.connections()) {
            all.add(Finding.warning(
                    about,
                    "the frontends may take " + probe.frontendConnections() + " connections and HAProxy takes "
                            + probe.connections() + " in all (global maxconn): when clients fill it, for example while"
                            + " a service hangs, the admin access gets none; give each frontend a maxconn, in all at"
                            + " most the global one"));
        }
    }

    private void layout(String about, Reachable instance, List<Finding> all) {
        if (spec.split() == null && !instance.algorithm().equals("roundrobin")) {
            all.add(Finding.blocker(
                    about,
                    "backend " + spec.backend() + " has \"balance " + instance.algorithm()
                            + "\", which cannot give percentages; it needs \"balance roundrobin\""));
        }
        if (!instance.mode().equals("http")) {
            all.add(Finding.warning(
                    about,
                    "backend " + spec.backend() + " is in mode " + instance.mode()
                            + ": a shift does not move open connections; they are judged by refusals and resets alone, and"
                            + " answers, their status and their times are not seen"));
        }
        int servers = instance.servers(Side.EKS).size();
        if (servers < eksEndpoints) {
            String few = SlotPlan.tooFew(servers, eksEndpoints);
            boolean added = !instance.newServerPath().isEmpty();
            String lost = few + "; without it servers are added at run time, and a reload loses them";
            all.add(
                    added && spec.allowAddedServers()
                            ? Finding.warning(about, lost)
                            : Finding.blocker(
                                    about,
                                    added
                                            ? lost + ": at 100% nothing serves then"
                                                    + " (haproxy.allowAddedServers: true accepts that)"
                                            : few));
        }
        if (instance.servers(Side.EKS).stream().anyMatch(s -> s.namedAddress().isEmpty())) {
            all.add(Finding.warning(
                    about,
                    "a reload restores the port but not the address of EKS servers that have an address in the file;"
                            + " use a name that does not resolve: \"eks.invalid:1 init-addr last,127.0.0.1\""));
        }
        if (spec.masters().isEmpty()) {
            all.add(Finding.info(
                    about,
                    "without haproxy.masters (the socket of haproxy's option -S) a drain does not see the requests"
                            + " that old workers still serve after a reload"));
        }
        all.add(Finding.info(
                about,
                "a reload loses weights and addresses unless server-state-file and"
                        + " load-server-state-from-file are set; the next poll restores them"));
    }

    private void servers(String about, Reachable instance, List<Finding> all) {
        List<ServerReading> mesos = instance.servers(Side.MESOS);
        if (mesos.isEmpty()) {
            all.add(Finding.blocker(
                    about,
                    "no server matches mesosServers \"" + spec.mesosServers() + "\"; there are "
                            + names(instance.servers())));
        } else if (mesos.stream().noneMatch(s -> s.up() && s.weight() > 0)) {
            all.add(Finding.blocker(about, "no Mesos server is up with a weight: " + states(mesos)));
        }
        List<ServerReading> unmatched = instance.servers().stream()
                .filter(s -> s.side() == null && !s.maintenance() && s.weight() > 0)
                .toList();
        if (!unmatched.isEmpty()) {
            all.add(Finding.blocker(
                    about,
                    names(unmatched) + " get traffic while they are up and match neither \"" + spec.mesosServers()
                            + "\" nor \"" + spec.eksServers() + "\""));
        }
        List<ServerReading> throttled =
                instance.servers().stream().filter(s -> s.throttle() < 100).toList();
        if (!throttled.isEmpty()) {
            all.add(Finding.blocker(
                    about,
                    "slow start is in progress on " + names(throttled)
                            + ": until it ends the weights do not give the share"));
        }
        if (instance.servers(Side.EKS).stream().anyMatch(s -> !s.checked())) {
            all.add(Finding.warning(
                    about, "the EKS servers have no \"check\": HAProxy does not notice when a pod is gone"));
        }
        List<ServerReading> agents =
                instance.servers().stream().filter(ServerReading::agent).toList();
        if (!agents.isEmpty()) {
            all.add(Finding.warning(
                    about,
                    "an agent check can change the weight of " + names(agents)
                            + " at any time: the share then differs from what was set"));
        }
        if (instance.persistent()) {
            all.add(Finding.warning(about, "cookie persistence keeps users on their server regardless of its weight"));
        }
        if (!instance.share().equals(Share.NONE)) {
            all.add(Finding.warning(about, "EKS already has " + instance.share() + " of the traffic"));
        }
    }

    private void shares(String about, Reachable instance, List<Finding> all) {
        Map<String, Integer> mesos = instance.servers(Side.MESOS).stream()
                .filter(s -> s.up() && s.weight() > 0)
                .collect(Collectors.toMap(ServerReading::name, ServerReading::weight));
        List<String> eks = IntStream.rangeClosed(1, eksEndpoints)
                .mapToObj(Integer::toString)
                .toList();
        if (mesos.isEmpty() || eks.isEmpty() || spec.split() != null) {
            return;
        }
        for (Share share : shares) {
            WeightPlan plan = WeightPlan.solve(share, mesos, eks);
            if (plan.errorPoints() > tolerance) {
                all.add(Finding.blocker(
                        about,
                        String.format(
                                Locale.ROOT,
                                "EKS %s cannot be reached with %d Mesos servers and %d endpoints; the nearest is %.2f%%",
                                share,
                                mesos.size(),
                                eksEndpoints,
                                plan.achieved() * 100)));
            }
        }
    }

    /** The record keeps one weight for each server for the rollback, so all instances must have the same. */
    private static void compareWeights(List<Reachable> instances, List<Finding> all) {
        for (Reachable other : instances) {
            Reachable first = instances.get(0);
            String differs = first.servers(Side.MESOS).stream()
                    .flatMap(a -> other.servers(Side.MESOS).stream()
                            .filter(b -> b.name().equals(a.name()) && b.weight() != a.weight())
                            .map(b -> b.name() + " has weight " + b.weight() + " and " + a.weight() + " on "
                                    + first.instance()))
                    .collect(Collectors.joining(", "));
            if (!differs.isEmpty()) {
                all.add(Finding.blocker(other.instance().toString(), differs + "; make them equal first"));
            }
            if (!names(first.servers(Side.MESOS)).equals(names(other.servers(Side.MESOS)))) {
                all.add(Finding.warning(
                        other.instance().toString(), "has different Mesos servers than " + first.instance()));
            }
        }
    }

    private static String names(List<ServerReading> servers) {
        String all = servers.stream().map(ServerReading::name).limit(8).collect(Collectors.joining(", "));
        return servers.size() > 8 ? all + " and " + (servers.size() - 8) + " more" : all;
    }

    private static String states(List<ServerReading> servers) {
        return servers.stream()
                .limit(8)
                .map(s -> s.name() + " " + s.status() + " " + s.check())
                .collect(Collectors.joining(", "));
    }
}

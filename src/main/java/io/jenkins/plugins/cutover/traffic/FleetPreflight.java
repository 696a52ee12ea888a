package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.dialogue.ProbeDialogue;
import io.jenkins.plugins.cutover.traffic.dialogue.RuntimeCommands;
import io.jenkins.plugins.cutover.traffic.plan.SlotPlan;
import io.jenkins.plugins.cutover.traffic.plan.WeightPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What would get in the way of a cutover, from what the instances say. Pure. */
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
                all.add(Finding.blocker(about, RuntimeCommands.refusal("", "Permission denied")));
            }
            if (!spec.latencyRing().isEmpty() && !probe.hasRing(spec.latencyRing())) {
                all.add(Finding.warning(
                        about, "there is no ring " + spec.latencyRing() + ": latency is judged by averages only"));
            }
            layout(about, probe.reading(), all);
            servers(about, probe.reading(), all);
            shares(about, probe.reading(), all);
        }
        sameWeights(reachable, all);
        all.sort(Comparator.comparing(Finding::severity).reversed());
        return all;
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
                            + ": connections stay where they are on a shift, and errors of the service are not seen"));
        }
        int servers = instance.servers(Side.EKS).size();
        if (servers < eksEndpoints) {
            String few = SlotPlan.tooFew(servers, eksEndpoints);
            all.add(
                    instance.newServer().isEmpty()
                            ? Finding.blocker(about, few)
                            : Finding.warning(
                                    about,
                                    few + "; without it servers are added at run time, and a reload loses them"));
        }
        if (instance.servers(Side.EKS).stream().anyMatch(s -> s.named().isEmpty())) {
            all.add(Finding.warning(
                    about,
                    "a reload brings back the port but not the address of EKS servers that have an address in the file;"
                            + " write a name that nobody has: \"eks.invalid:1 init-addr last,127.0.0.1\""));
        }
        if (spec.masters().isEmpty()) {
            all.add(Finding.info(
                    about,
                    "what old workers still serve after a reload is not seen in a drain without haproxy.masters, the"
                            + " socket of haproxy's option -S"));
        }
        all.add(Finding.info(
                about,
                "a reload forgets weights and addresses unless server-state-file and"
                        + " load-server-state-from-file are set; they are put right at the next look"));
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
        List<ServerReading> strange = instance.servers().stream()
                .filter(s -> s.side() == null && !s.maintenance() && s.weight() > 0)
                .toList();
        if (!strange.isEmpty()) {
            all.add(Finding.blocker(
                    about,
                    names(strange) + " take traffic while they are up and match neither \"" + spec.mesosServers()
                            + "\" nor \"" + spec.eksServers() + "\""));
        }
        List<ServerReading> throttled =
                instance.servers().stream().filter(s -> s.throttle() < 100).toList();
        if (!throttled.isEmpty()) {
            all.add(Finding.blocker(
                    about,
                    "slow start is going on at " + names(throttled)
                            + ": shares are not what the weights say until it ends"));
        }
        if (instance.servers(Side.EKS).stream().anyMatch(s -> !s.checked())) {
            all.add(Finding.warning(
                    about, "the EKS servers have no \"check\": HAProxy will not notice when a pod is gone"));
        }
        List<ServerReading> agents =
                instance.servers().stream().filter(ServerReading::agent).toList();
        if (!agents.isEmpty()) {
            all.add(Finding.warning(
                    about,
                    "an agent check can change the weight of " + names(agents)
                            + " at any time: shares are then not what was set"));
        }
        if (instance.persistent()) {
            all.add(Finding.warning(about, "cookie persistence keeps users on their server whatever its weight is"));
        }
        if (!instance.share().equals(Share.NONE)) {
            all.add(Finding.warning(about, "EKS has " + instance.share() + " of the traffic already"));
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
            if (plan.pointsOff() > tolerance) {
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

    /** One weight a server is kept for the way back, so all instances must have the same. */
    private static void sameWeights(List<Reachable> instances, List<Finding> all) {
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
                        other.instance().toString(), "has other Mesos servers than " + first.instance()));
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

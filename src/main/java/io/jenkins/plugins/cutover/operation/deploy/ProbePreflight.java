package io.jenkins.plugins.cutover.operation.deploy;

import io.jenkins.plugins.cutover.http.HttpFailure;
import io.jenkins.plugins.cutover.http.HttpReply;
import io.jenkins.plugins.cutover.http.HttpResult;
import io.jenkins.plugins.cutover.http.ProbeSender;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.ProbeSpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Whether the probes reach the servers of Mesos from here, and are answered as expected. */
final class ProbePreflight {
    private static final int MOST_SERVERS = 5;

    private final ProbeSender sender;

    ProbePreflight(ProbeSender sender) {
        this.sender = sender;
    }

    private record Sent(ProbeSpec probe, String address, CompletableFuture<HttpResult> result) {}

    /** Takes as long as the longest timeout of a probe. */
    List<Finding> findings(List<ProbeSpec> probes, FleetReading fleet) {
        List<Sent> sent = new ArrayList<>();
        for (String address : addresses(fleet)) {
            probes.forEach(probe -> sent.add(new Sent(probe, address, sender.send(probe, address))));
        }
        return sent.stream()
                .map(ProbePreflight::finding)
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<String> addresses(FleetReading fleet) {
        return fleet.reachable().stream()
                .flatMap(i -> i.servers(Side.MESOS).stream())
                .filter(ServerReading::up)
                .map(ServerReading::address)
                .distinct()
                .sorted()
                .limit(MOST_SERVERS)
                .toList();
    }

    private static Optional<Finding> finding(Sent sent) {
        HttpResult result = sent.result().join();
        String about = "probe " + sent.probe();
        if (result instanceof HttpFailure failure) {
            return Optional.of(Finding.warning(
                    about,
                    "server " + sent.address() + " is not reachable from here: " + failure.message()
                            + "; probes to it do not count"));
        }
        int status = ((HttpReply) result).status();
        return sent.probe().expects(status)
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        about, "server " + sent.address() + " of Mesos answers " + status + ", which is not expected"));
    }
}

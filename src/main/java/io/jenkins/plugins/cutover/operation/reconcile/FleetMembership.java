package io.jenkins.plugins.cutover.operation.reconcile;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.traffic.FleetReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Unreachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Compares the HAProxy instances of a record with those of the present service file. An instance that joined in
 * mid-phase is adopted: it becomes part of the record, and like every other instance it is set to the share and confirmed.
 * Any other difference is reported: the record no longer says where all of the traffic goes. A shift is taken back then,
 * Mesos is not given up, and a phase is judged on but does not pass.
 */
public final class FleetMembership {
    private static final Duration USUAL = Duration.ofSeconds(1);

    private final RecordSession session;
    private final PollPace pace = new PollPace(USUAL);
    /** Of the last comparison; null when there was none. */
    private FleetDiffersException difference;

    public FleetMembership(RecordSession session) {
        this.session = session;
    }

    /**
     * Reads the service file at intervals.
     *
     * @return the record, stored with the instances that joined
     * @throws FleetDiffersException when the file differs in another way, or an instance that joined cannot be adopted;
     *     again until the file was read anew
     */
    public CutoverRecord current(CutoverRecord record) {
        if (pace.overdue(session.now()).isNegative()) {
            if (difference != null) {
                throw difference;
            }
            return record;
        }
        pace.looked(session.now(), session.now());
        difference = null;
        try {
            return read(record);
        } catch (FleetDiffersException e) {
            difference = e;
            throw e;
        }
    }

    private CutoverRecord read(CutoverRecord record) {
        return session.context()
                .files()
                .current(record.service())
                .map(ServiceSpec::haproxy)
                .filter(file -> !file.equals(record.spec().haproxy()))
                .map(file -> compared(record, file))
                .orElse(record);
    }

    private CutoverRecord compared(CutoverRecord record, HaproxySpec file) {
        HaproxySpec known = record.spec().haproxy();
        List<InstanceAddress> left = without(known.instances(), file.instances());
        if (!left.isEmpty()) {
            throw differs(record, "does not name " + texts(left) + " any more");
        }
        if (!sameServers(known, file)) {
            throw differs(record, "has another backend, pattern or map");
        }
        List<InstanceAddress> joined = without(file.instances(), known.instances());
        return joined.isEmpty() ? record : adopted(record, file, joined);
    }

    private CutoverRecord adopted(CutoverRecord record, HaproxySpec file, List<InstanceAddress> joined) {
        FleetReading fleet = session.router(file).read();
        fleet.instances().stream()
                .filter(i -> joined.contains(i.instance()))
                .map(FleetMembership::unfit)
                .filter(why -> !why.isEmpty())
                .findFirst()
                .ifPresent(why -> {
                    throw new FleetDiffersException("the service file of " + record.service() + " names "
                            + texts(joined) + ", which the record does not know and which cannot be adopted: " + why);
                });
        ServiceSpec spec = record.spec().withHaproxy(file);
        return session.write(record.with(d -> d.spec(spec)
                .event(session.event(
                        "fleet",
                        texts(joined) + " joined the fleet: the service file names it; it is set to "
                                + record.share()))));
    }

    private static String unfit(InstanceReading reading) {
        if (reading instanceof Unreachable silent) {
            return silent.instance() + ": " + silent.reason();
        }
        Reachable instance = (Reachable) reading;
        return instance.servers(Side.MESOS).stream().anyMatch(ServerReading::up)
                ? ""
                : instance.instance() + ": no Mesos server is up";
    }

    private static FleetDiffersException differs(CutoverRecord record, String how) {
        return new FleetDiffersException("the service file of " + record.service()
                + " differs from the record of the open cutover: it " + how
                + "; put it back as it was, or roll back");
    }

    private static boolean sameServers(HaproxySpec one, HaproxySpec other) {
        return one.backend().equals(other.backend())
                && one.mesosServers().equals(other.mesosServers())
                && one.eksServers().equals(other.eksServers())
                && Objects.equals(one.split(), other.split());
    }

    private static List<InstanceAddress> without(List<InstanceAddress> all, List<InstanceAddress> others) {
        return all.stream().filter(i -> !others.contains(i)).toList();
    }

    private static String texts(List<InstanceAddress> instances) {
        return instances.stream().map(InstanceAddress::toString).collect(Collectors.joining(", "));
    }
}

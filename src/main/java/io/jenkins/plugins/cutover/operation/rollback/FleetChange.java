package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a person says of the fleet when a rollback begins: it is not the recorded one any more.
 *
 * @param without instances that are gone for good
 * @param instead the fleet of the edited service file; null to keep the recorded one
 */
public record FleetChange(List<InstanceAddress> without, HaproxySpec instead) {
    /** The recorded fleet. */
    public static final FleetChange NONE = new FleetChange(List.of(), null);

    public FleetChange {
        without = List.copyOf(without);
    }

    /**
     * The record with the changed fleet, not stored yet; the same record when nothing changes.
     *
     * @throws InvalidInputException naming an instance that the fleet never had
     */
    CutoverRecord applied(CutoverRecord record, RecordSession session) {
        HaproxySpec before = record.spec().haproxy();
        HaproxySpec fleet = of(before, record.state().returning());
        if (fleet.equals(before)) {
            return record;
        }
        Set<String> kept = new TreeSet<>();
        fleet.instances().forEach(i -> kept.add(i.toString()));
        return record.with(d -> d.spec(record.spec().withHaproxy(fleet))
                .confirmedOnly(kept)
                .event(session.event(
                        "fleet",
                        difference(before, fleet) + ", by " + session.context().owner())));
    }

    /** A rollback that is run again may name instances that were taken out before. */
    private HaproxySpec of(HaproxySpec recorded, boolean again) {
        HaproxySpec fleet = instead == null ? recorded : instead;
        for (InstanceAddress gone : without) {
            fleet = again && !fleet.instances().contains(gone) ? fleet : fleet.without(gone);
        }
        return fleet;
    }

    /** One line for people. */
    public static String difference(HaproxySpec before, HaproxySpec now) {
        String instances = before.instances().equals(now.instances())
                ? ""
                : "the HAProxy instances are " + now.instances() + " now, and were " + before.instances();
        String backend = before.backend().equals(now.backend())
                ? ""
                : "the backend is " + now.backend() + " now, and was " + before.backend();
        String both = instances + (instances.isEmpty() || backend.isEmpty() ? "" : "; ") + backend;
        return both.isEmpty() ? "the HAProxy settings differ from the recorded ones" : both;
    }
}

package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How far the end state of a cutover is in HAProxy's own configuration.
 *
 * @param afterReload how many of 10,000 requests a reload would send to Mesos now, on the worst instance; null when it
 *     is not known
 * @param form what is handed over; null before a handover began
 * @param withoutMesos whether it is the form without the Mesos lines
 * @param startedAt when it began; null before
 * @param instances by instance address, the process that ran at the beginning and what was found since
 * @param provenAt when every instance was found in the form; null before
 * @param correctedAt by instance address, when this tool last sent a command that changes the instance
 * @param followedAt when a follower last set HAProxy's servers to the ready pods; null without one
 * @param follower who follows the pods; empty without one
 */
public record HandoverState(
        Integer afterReload,
        HandoverSpec.Form form,
        boolean withoutMesos,
        Instant startedAt,
        Map<String, Instance> instances,
        Instant provenAt,
        Map<String, Instant> correctedAt,
        Instant followedAt,
        String follower)
        implements Serializable {
    /** Not begun. */
    public static final HandoverState NONE =
            new HandoverState(null, null, false, null, Map.of(), null, Map.of(), null, "");

    public HandoverState {
        instances = instances == null ? Map.of() : new TreeMap<>(instances);
        correctedAt = correctedAt == null ? Map.of() : new TreeMap<>(correctedAt);
        follower = follower == null ? "" : follower;
    }

    /**
     * @param pid the process id of HAProxy's worker when the handover began
     * @param startSeconds when that process started, Unix seconds
     * @param proven whether the instance was found in its final form since
     * @param text what was found, one line
     */
    public record Instance(long pid, long startSeconds, boolean proven, String text) implements Serializable {
        public Instance found(boolean inForm, String what) {
            return new Instance(pid, startSeconds, inForm, what);
        }
    }

    /** A handover begins, with the processes that run now. */
    public static HandoverState begin(
            HandoverState before,
            HandoverSpec.Form form,
            boolean withoutMesos,
            Instant now,
            Map<String, Instance> all) {
        return new HandoverState(
                before.afterReload,
                form,
                withoutMesos,
                now,
                all,
                null,
                before.correctedAt,
                before.followedAt,
                before.follower);
    }

    public HandoverState withAfterReload(Integer basisPoints) {
        return new HandoverState(
                basisPoints, form, withoutMesos, startedAt, instances, provenAt, correctedAt, followedAt, follower);
    }

    public HandoverState withInstances(Map<String, Instance> found) {
        return new HandoverState(
                afterReload, form, withoutMesos, startedAt, found, provenAt, correctedAt, followedAt, follower);
    }

    public HandoverState withProven(Instant at) {
        return new HandoverState(
                afterReload, form, withoutMesos, startedAt, instances, at, correctedAt, followedAt, follower);
    }

    /** Whether both have proven the same instances. */
    public boolean sameProofAs(HandoverState other) {
        return Objects.equals(provenAt, other.provenAt) && proven(instances).equals(proven(other.instances));
    }

    private static Map<String, Boolean> proven(Map<String, Instance> instances) {
        Map<String, Boolean> all = new TreeMap<>();
        instances.forEach((name, i) -> all.put(name, i.proven()));
        return all;
    }

    /** This tool changed these instances at run time. */
    public HandoverState withCorrected(Iterable<String> changed, Instant at) {
        Map<String, Instant> all = new TreeMap<>(correctedAt);
        changed.forEach(instance -> all.put(instance, at));
        return new HandoverState(
                afterReload, form, withoutMesos, startedAt, instances, provenAt, all, followedAt, follower);
    }

    /** HAProxy's servers were found equal to the ready pods, or were set to them. */
    public HandoverState withFollowed(Instant at, String by) {
        return new HandoverState(afterReload, form, withoutMesos, startedAt, instances, provenAt, correctedAt, at, by);
    }
}

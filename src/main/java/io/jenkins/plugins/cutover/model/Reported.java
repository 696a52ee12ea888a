package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the history of a cutover has reported already. The history itself is for people, and its oldest events are moved
 * out of the record; decisions depend on these fields instead.
 *
 * @param notices by subject, the last notice that was reported and still holds
 * @param abandonedAt when it was reported that no build moves the cutover; null if it was not, or the owner changed since
 * @param leftOpenAt when it was reported that a build succeeded and left the cutover open; null like {@code abandonedAt}
 * @param approval the last gate that was passed; null before the first
 * @param verdicts how many verdicts of each kind were given
 */
public record Reported(
        Map<String, String> notices,
        Instant abandonedAt,
        Instant leftOpenAt,
        GateApproval approval,
        Map<Verdict, Integer> verdicts)
        implements Serializable {
    /** The subject of a notice that the record is a local copy. It is dropped by the next write. */
    public static final String COPY = "journal";

    public static final Reported NOTHING = new Reported(Map.of(), null, null, null, Map.of());

    public Reported {
        notices = new TreeMap<>(notices);
        verdicts = new TreeMap<>(verdicts);
    }

    public Optional<String> notice(String subject) {
        return Optional.ofNullable(notices.get(subject));
    }

    public Reported withNotice(String subject, String text) {
        Map<String, String> all = new TreeMap<>(notices);
        all.put(subject, text);
        return new Reported(all, abandonedAt, leftOpenAt, approval, verdicts);
    }

    public Reported withoutNotice(String subject) {
        Map<String, String> all = new TreeMap<>(notices);
        all.remove(subject);
        return new Reported(all, abandonedAt, leftOpenAt, approval, verdicts);
    }

    public Reported withAbandoned(Instant now) {
        return new Reported(notices, now, leftOpenAt, approval, verdicts);
    }

    public Reported withLeftOpen(Instant now) {
        return new Reported(notices, abandonedAt, now, approval, verdicts);
    }

    /** A new owner moves the cutover: what was reported of the last one no longer holds. */
    public Reported withNewOwner() {
        return new Reported(notices, null, null, approval, verdicts);
    }

    public Reported withApproval(GateApproval now) {
        return new Reported(notices, abandonedAt, leftOpenAt, now, verdicts);
    }

    /** Another event followed the last approval. */
    public Reported withSupersededApproval() {
        return approval == null ? this : withApproval(approval.superseded());
    }

    public Reported withVerdict(Verdict verdict) {
        Map<Verdict, Integer> all = new TreeMap<>(verdicts);
        all.merge(verdict, 1, Integer::sum);
        return new Reported(notices, abandonedAt, leftOpenAt, approval, all);
    }

    /** Of each kind as many verdicts as either of the two has counted. */
    public Reported withVerdictsOf(Reported other) {
        Map<Verdict, Integer> all = new TreeMap<>(verdicts);
        other.verdicts.forEach((verdict, count) -> all.merge(verdict, count, Math::max));
        return new Reported(notices, abandonedAt, leftOpenAt, approval, all);
    }
}

package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.Identity;
import io.jenkins.plugins.cutover.traffic.LatencyCursor;
import io.jenkins.plugins.cutover.traffic.LatencyReading;
import io.jenkins.plugins.cutover.traffic.dialogue.RingLines.Line;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import io.jenkins.plugins.cutover.traffic.runtime.ProtocolException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The conversation that takes the new lines of an instance's ring. The ring is dumped whole, without waiting for
 * more, so no connection is held. Lines stand in the order in which requests ended; what stands behind the line taken
 * last is new, and when that line is gone the ring has turned over and lines were lost.
 */
public final class RingDialogue implements Dialogue {
    private static final long NO_REQUEST = -2;

    private final InstanceAddress instance;
    private final HaproxySpec spec;
    private final LatencyCursor since;
    private final List<Line> fresh = new ArrayList<>();
    private LatencyCursor cursor;
    private String lost = "";

    public RingDialogue(InstanceAddress instance, HaproxySpec spec, Collection<LatencyCursor> cursors) {
        this.instance = instance;
        this.spec = spec;
        this.since = cursors.stream()
                .filter(c -> c.instance().equals(instance))
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<String> next(List<String> replies) {
        if (replies.isEmpty()) {
            return List.of("show info", "show events", "show events " + spec.latencyRing());
        }
        if (replies.get(2).startsWith("No such event sink")) {
            throw new ProtocolException("there is no ring " + spec.latencyRing());
        }
        take(InstanceReader.identity(replies.get(0)), dropped(replies.get(1)), replies.get(2));
        return List.of();
    }

    public RingDialogue ended(DialogueResult ending) {
        if (ending instanceof DialogueResult.Broken broken) {
            lost = broken.reason();
            cursor = since;
        }
        return this;
    }

    private void take(Identity identity, long dropped, String dump) {
        boolean sameProcess = since != null && since.identity().equals(identity);
        RingLines.Tail tail = RingLines.after(sameProcess ? since.request() : NO_REQUEST, dump);
        cursor = new LatencyCursor(instance, identity, tail.last(), dropped);
        if (since == null) {
            return;
        }
        fresh.addAll(tail.lines());
        if (!sameProcess) {
            lost = "restarted, the lines of the process before are gone";
        } else if (!tail.found() && since.request() >= 0) {
            lost = "the ring turned over since the last look, older lines are gone";
        } else if (dropped > since.dropped()) {
            lost = (dropped - since.dropped()) + " lines did not get into the ring";
        }
    }

    private long dropped(String sinks) {
        Matcher m = Pattern.compile("(?m)^\\s*" + Pattern.quote(spec.latencyRing()) + " *: .*?(\\d+) dropped")
                .matcher(sinks);
        return m.find() ? Long.parseLong(m.group(1)) : 0;
    }

    public static LatencyReading sum(List<RingDialogue> rings) {
        return new LatencyReading(
                rings.stream().flatMapToInt(r -> r.millis(Side.MESOS)).toArray(),
                rings.stream().flatMapToInt(r -> r.millis(Side.EKS)).toArray(),
                rings.stream().map(r -> r.cursor).filter(c -> c != null).toList(),
                rings.stream()
                        .filter(r -> !r.lost.isEmpty())
                        .map(r -> r.instance + ": " + r.lost)
                        .toList());
    }

    private boolean isOurs(String backend) {
        return backend.equals(spec.backend())
                || (spec.split() != null && backend.equals(spec.split().eksBackend()));
    }

    private IntStream millis(Side side) {
        return fresh.stream()
                .filter(l -> isOurs(l.backend()) && spec.sideOf(l.server()) == side && l.millis() >= 0)
                .mapToInt(Line::millis);
    }
}

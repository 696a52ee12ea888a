package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.traffic.Answer;
import io.jenkins.plugins.cutover.traffic.Identity;
import io.jenkins.plugins.cutover.traffic.RingCursor;
import io.jenkins.plugins.cutover.traffic.RingReading;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import io.jenkins.plugins.cutover.traffic.runtime.ProtocolException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the new lines of an instance's latency ring. The ring is dumped whole, without waiting for more, so no
 * connection is held. Lines are in the order in which requests ended. The lines after the one read last are new; when
 * that line is gone, the ring has wrapped around and lines were lost.
 */
public final class RingDialogue implements Dialogue {
    private static final long NO_REQUEST = -2;

    private final InstanceAddress instance;
    private final HaproxySpec spec;
    private final RingCursor since;
    private final List<RingLine> newLines = new ArrayList<>();
    private RingCursor cursor;
    private String lost = "";

    /**
     * @param lines the new lines, the oldest first
     * @param last the request of the newest line of the ring; -1 when there is none
     * @param found whether the line read last is still in the ring
     */
    record NewLines(List<RingLine> lines, long last, boolean found) {}

    /** @param cursors those of the last reading; without one for this instance, only a new cursor is read */
    public RingDialogue(InstanceAddress instance, HaproxySpec spec, Collection<RingCursor> cursors) {
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
        readLines(InstanceReader.identity(replies.get(0)), dropped(replies.get(1)), replies.get(2));
        return List.of();
    }

    /** Records how the dialogue ended. */
    public RingDialogue withResult(DialogueResult result) {
        if (result instanceof DialogueResult.Failed failed) {
            lost = failed.reason();
            cursor = since;
        }
        return this;
    }

    /** The answers of both sides over all instances. */
    public static RingReading sum(List<RingDialogue> rings) {
        return new RingReading(
                Routes.bounded(rings.stream().flatMap(RingDialogue::answers).toList()),
                rings.stream().map(r -> r.cursor).filter(Objects::nonNull).toList(),
                rings.stream()
                        .filter(r -> !r.lost.isEmpty())
                        .map(r -> r.instance + ": " + r.lost)
                        .toList());
    }

    private void readLines(Identity identity, long dropped, String dump) {
        boolean sameProcess = since != null && since.identity().equals(identity);
        NewLines after = linesAfter(sameProcess ? since.request() : NO_REQUEST, dump);
        cursor = new RingCursor(instance, identity, after.last(), dropped);
        if (since == null) {
            return;
        }
        newLines.addAll(after.lines());
        if (!sameProcess) {
            lost = "restarted, the lines of the previous process are lost";
        } else if (!after.found() && since.request() >= 0) {
            lost = "the ring wrapped around since the last poll, older lines are lost";
        } else if (dropped > since.dropped()) {
            lost = (dropped - since.dropped()) + " lines did not get into the ring";
        }
    }

    private long dropped(String sinks) {
        Matcher m = Pattern.compile("(?m)^\\s*" + Pattern.quote(spec.latencyRing()) + " *: .*?(\\d+) dropped")
                .matcher(sinks);
        return m.find() ? Long.parseLong(m.group(1)) : 0;
    }

    private Stream<Answer> answers() {
        return newLines.stream()
                .filter(l -> isOfService(l, spec))
                .flatMap(l -> l.answer(spec.sideOf(l.server())).stream());
    }

    private static boolean isOfService(RingLine line, HaproxySpec spec) {
        boolean backend = line.backend().equals(spec.backend())
                || (spec.split() != null && line.backend().equals(spec.split().eksBackend()));
        return backend && spec.sideOf(line.server()) != null;
    }

    /** The lines of the service in a whole ring, the oldest first. */
    static List<RingLine> linesOf(String dump, HaproxySpec spec) {
        return linesAfter(NO_REQUEST, dump).lines().stream()
                .filter(l -> isOfService(l, spec))
                .toList();
    }

    /** The lines after that of a request. Parses from the end, so that lines read before cost nothing. */
    static NewLines linesAfter(long request, String dump) {
        List<RingLine> lines = new ArrayList<>();
        boolean found = false;
        for (int end = dump.length(); end > 0 && !found; ) {
            int from = dump.lastIndexOf('\n', end - 1) + 1;
            RingLine line = RingLine.parse(dump.substring(from, end));
            found = line != null && line.request() == request;
            if (line != null && !found) {
                lines.add(line);
            }
            end = from - 1;
        }
        long last = !lines.isEmpty() ? lines.get(0).request() : found ? request : -1;
        Collections.reverse(lines);
        return new NewLines(lines, last, found);
    }
}

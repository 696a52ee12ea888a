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
 *
 * <p>A line contains {@code cutover/%rt/%b/%s/%ST/%Tw/%Tc/%Tr}: request counter, backend, server, status, then the
 * milliseconds in the queue, to connect and to the first byte of the answer (-1 where the request did not get that
 * far). The time to send the answer is left out: it depends on the client and on the size of the answer.
 */
public final class RingDialogue implements Dialogue {
    private static final String PREFIX = "cutover/";
    private static final int FIELDS = 7;
    private static final long NO_REQUEST = -2;

    private final InstanceAddress instance;
    private final HaproxySpec spec;
    private final RingCursor since;
    private final List<Line> newLines = new ArrayList<>();
    private RingCursor cursor;
    private String lost = "";

    /**
     * @param request the process's request counter; requests end in another order than they begin
     * @param millis from the complete request to the first byte of the answer; -1 when there was no answer
     */
    record Line(long request, String backend, String server, int status, int millis) {}

    /**
     * @param lines the new lines, the oldest first
     * @param last the request of the newest line of the ring; -1 when there is none
     * @param found whether the line read last is still in the ring
     */
    record NewLines(List<Line> lines, long last, boolean found) {}

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

    /** The latencies of both sides over all instances. */
    public static RingReading sum(List<RingDialogue> rings) {
        return new RingReading(
                rings.stream().flatMap(RingDialogue::answers).toList(),
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
                .filter(l -> isOfService(l.backend()) && spec.sideOf(l.server()) != null)
                .map(l -> Answer.timed(spec.sideOf(l.server()), l.status(), l.millis()));
    }

    private boolean isOfService(String backend) {
        return backend.equals(spec.backend())
                || (spec.split() != null && backend.equals(spec.split().eksBackend()));
    }

    /** The lines after that of a request. Parses from the end, so that lines read before cost nothing. */
    static NewLines linesAfter(long request, String dump) {
        List<Line> lines = new ArrayList<>();
        boolean found = false;
        for (int end = dump.length(); end > 0 && !found; ) {
            int from = dump.lastIndexOf('\n', end - 1) + 1;
            Line line = parse(dump.substring(from, end));
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

    /** @return null for a line of another kind, or one that the ring's maxlen cut short */
    private static Line parse(String whole) {
        int prefix = whole.indexOf(PREFIX);
        if (prefix < 0) {
            return null;
        }
        String text = whole.substring(prefix + PREFIX.length());
        int blank = text.indexOf(' ');
        String[] f = (blank < 0 ? text : text.substring(0, blank)).split("/", -1);
        if (f.length != FIELDS) {
            return null;
        }
        try {
            int queued = Integer.parseInt(f[4]);
            int connect = Integer.parseInt(f[5]);
            int answer = Integer.parseInt(f[6]);
            int millis = queued < 0 || connect < 0 || answer < 0 ? -1 : queued + connect + answer;
            return new Line(Long.parseLong(f[0]), f[1], f[2], Integer.parseInt(f[3]), millis);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}

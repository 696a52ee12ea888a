package io.jenkins.plugins.cutover.traffic.dialogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The lines of a latency ring. Each has somewhere the word {@code cutover/%rt/%b/%s/%ST/%Tw/%Tc/%Tr}: request counter,
 * backend, server, status, then milliseconds in the queue, to connect and to the first byte of the answer (-1 where it
 * did not get that far). The time to send the answer is left out: it depends on the client and on the answer's size.
 */
final class RingLines {
    private static final String WORD = "cutover/";
    private static final int FIELDS = 7;

    private RingLines() {}

    /**
     * @param request the process's counter; requests end in another order than they begin
     * @param millis from the complete request to the first byte of the answer; -1 when there was no answer
     */
    record Line(long request, String backend, String server, int status, int millis) {}

    /**
     * @param lines the new ones, oldest first
     * @param last the request of the newest line of all; -1 when there is none
     * @param found whether the line taken last is still there
     */
    record Tail(List<Line> lines, long last, boolean found) {}

    /** What stands behind the line of a request; read from the end, so that old lines cost nothing. */
    static Tail after(long request, String dump) {
        List<Line> lines = new ArrayList<>();
        int end = dump.length();
        while (end > 0) {
            int from = dump.lastIndexOf('\n', end - 1) + 1;
            Line line = line(dump.substring(from, end));
            if (line != null && line.request() == request) {
                return new Tail(
                        reversed(lines),
                        lines.isEmpty() ? request : lines.get(0).request(),
                        true);
            }
            if (line != null) {
                lines.add(line);
            }
            end = from - 1;
        }
        return new Tail(reversed(lines), lines.isEmpty() ? -1 : lines.get(0).request(), false);
    }

    private static List<Line> reversed(List<Line> lines) {
        List<Line> copy = new ArrayList<>(lines);
        Collections.reverse(copy);
        return copy;
    }

    /** @return null for a line without the word, or with something else in it */
    private static Line line(String whole) {
        int word = whole.indexOf(WORD);
        if (word < 0) {
            return null;
        }
        String text = whole.substring(word + WORD.length());
        int blank = text.indexOf(' ');
        String[] f = (blank < 0 ? text : text.substring(0, blank)).split("/", -1);
        if (f.length != FIELDS) {
            return null;
        }
        try {
            int wait = Integer.parseInt(f[4]);
            int connect = Integer.parseInt(f[5]);
            int answer = Integer.parseInt(f[6]);
            int millis = wait < 0 || connect < 0 || answer < 0 ? -1 : wait + connect + answer;
            return new Line(Long.parseLong(f[0]), f[1], f[2], Integer.parseInt(f[3]), millis);
        } catch (NumberFormatException e) {
            // Not one of ours; a line cut short by the ring's maxlen looks like this too.
            return null;
        }
    }
}

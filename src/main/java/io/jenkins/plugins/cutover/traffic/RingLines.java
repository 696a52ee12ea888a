package io.jenkins.plugins.cutover.traffic;

import java.util.ArrayList;
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

    /** Lines without the word, or with something else in it, are left out. */
    static List<Line> parse(String dump) {
        List<Line> lines = new ArrayList<>();
        int from = 0;
        while (from < dump.length()) {
            int end = dump.indexOf('\n', from);
            end = end < 0 ? dump.length() : end;
            int word = dump.indexOf(WORD, from);
            if (word < 0) {
                break;
            }
            if (word < end) {
                add(lines, dump.substring(word + WORD.length(), end));
                from = end + 1;
            } else {
                from = dump.lastIndexOf('\n', word) + 1;
            }
        }
        return lines;
    }

    private static void add(List<Line> lines, String text) {
        int blank = text.indexOf(' ');
        String[] f = (blank < 0 ? text : text.substring(0, blank)).split("/", -1);
        if (f.length != FIELDS) {
            return;
        }
        try {
            int wait = Integer.parseInt(f[4]);
            int connect = Integer.parseInt(f[5]);
            int answer = Integer.parseInt(f[6]);
            int millis = wait < 0 || connect < 0 || answer < 0 ? -1 : wait + connect + answer;
            lines.add(new Line(Long.parseLong(f[0]), f[1], f[2], Integer.parseInt(f[3]), millis));
        } catch (NumberFormatException e) {
            // Not one of ours; a line cut short by the ring's maxlen looks like this too.
        }
    }

    static int indexOf(List<Line> lines, long request) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).request() == request) {
                return i;
            }
        }
        return -1;
    }
}

package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.Answer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of the ring. It contains {@code cutover/%rt/%b/%s/%ST/%Tw/%Tc/%Tr/%Td/%B/%U/%ts}: request counter, backend, server,
 * status; milliseconds in the queue, to connect, to the first byte of the answer and to its last one (-1 where the request
 * did not get that far); bytes of the answer and of the request; how it ended. Two further fields are optional: a route
 * and the answer's content coding, {@code /%[var(txn.route)]/%[var(txn.coding)]}. The older form ends after {@code %Tr}.
 *
 * @param request the process's request counter; requests end in another order than they begin
 * @param millis from the complete request to the first byte of the answer; -1 when there was no answer
 * @param bodyMillis -1 in the older form, and when there was no answer
 * @param bytes of the answer with its header; -1 in the older form
 * @param end two characters or more; empty in the older form
 * @param route at most {@link #LONGEST_ROUTE} characters; empty for none, null when the line has no such field
 * @param coding empty for none, null when the line has no such field
 */
record RingLine(
        long request,
        String backend,
        String server,
        int status,
        int millis,
        int bodyMillis,
        long bytes,
        String end,
        String route,
        String coding) {
    /** In characters. */
    static final int LONGEST_ROUTE = 40;

    private static final String PREFIX = "cutover/";
    private static final String UNSET = "-";
    private static final int LONGEST_CODING = 20;
    private static final int OLDER_FIELDS = 7;
    private static final int FIELDS = 11;

    /** @return null for a line of another kind, or one that the ring's maxlen cut short */
    static RingLine parse(String whole) {
        int prefix = whole.indexOf(PREFIX);
        if (prefix < 0) {
            return null;
        }
        String text = whole.substring(prefix + PREFIX.length());
        int blank = text.indexOf(' ');
        String[] f = (blank < 0 ? text : text.substring(0, blank)).split("/", -1);
        boolean older = f.length == OLDER_FIELDS;
        if (!older && (f.length < FIELDS || f[10].length() < 2)) {
            return null;
        }
        try {
            return of(f, older);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static RingLine of(String[] f, boolean older) {
        int queued = Integer.parseInt(f[4]);
        int connect = Integer.parseInt(f[5]);
        int answer = Integer.parseInt(f[6]);
        int millis = queued < 0 || connect < 0 || answer < 0 ? -1 : queued + connect + answer;
        // With "option logasap" HAProxy logs before the end and marks the numbers with "+": they say as much as the
        // older form.
        boolean early = !older && f[8].startsWith("+");
        boolean timesOnly = older || early;
        return new RingLine(
                Long.parseLong(f[0]),
                f[1],
                f[2],
                Integer.parseInt(f[3]),
                millis,
                timesOnly ? -1 : Integer.parseInt(f[7]),
                timesOnly ? -1 : Long.parseLong(f[8]),
                timesOnly ? "" : f[10],
                route(f),
                f.length > FIELDS + 1 ? value(f[f.length - 1], LONGEST_CODING).toLowerCase(Locale.ROOT) : null);
    }

    /** A label may contain slashes; then it has more than one field, and a coding must follow. */
    private static String route(String[] f) {
        if (f.length <= FIELDS) {
            return null;
        }
        int end = Math.max(FIELDS + 1, f.length - 1);
        return value(String.join("/", Arrays.asList(f).subList(FIELDS, end)), LONGEST_ROUTE);
    }

    private static String value(String field, int most) {
        String text = field.equals(UNSET) ? "" : field;
        return text.length() > most ? text.substring(0, most) : text;
    }

    /** Whether it says how the request ended. */
    boolean complete() {
        return bytes >= 0;
    }

    /** @return empty when it says nothing about the server */
    Optional<Answer> answer(Side side) {
        String label = route == null ? "" : route;
        if (!complete()) {
            return Optional.of(older(side, label));
        }
        RequestEnd ending = RequestEnd.of(status, millis >= 0, end);
        return ending.counted()
                ? Optional.of(new Answer(side, label, status, ending.kind(), millis, bodyMillis, bytes, coding))
                : Optional.empty();
    }

    /** HAProxy answers a client that left with 400; a server's own 400 has a time to its first byte. */
    private Answer older(Side side, String label) {
        HarmKind kind = status == 400 && millis < 0
                ? HarmKind.GIVEN_UP
                : HarmKind.ofStatus(status).orElse(null);
        return new Answer(side, label, status, kind, millis, -1, -1, coding);
    }
}

package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.HarmKind;

/**
 * What HAProxy's termination state ({@code %ts}) says of a request to a server. Its first character names who ended the
 * session, its second one the phase. Measured on 2.2.9, 2.6.12, 3.0.11 and 3.2.26; docs/haproxy.md has the table.
 *
 * @param counted whether the request says something about the server: it does not when HAProxy itself ended it, or when the
 *     client stopped sending or reading
 * @param kind null for a request that was answered well
 */
record RequestEnd(boolean counted, HarmKind kind) {
    private static final RequestEnd NOT_COUNTED = new RequestEnd(false, null);
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int SERVER_ERRORS = 500;

    /** HAProxy ended it: by a command, a limit, an internal error, or because the main servers came back. */
    private static final String BY_HAPROXY = "KRIUL";

    /**
     * @param status that the client got, HAProxy's own included; -1 for none
     * @param answered whether the server's answer had begun
     * @param state two characters
     */
    static RequestEnd of(int status, boolean answered, String state) {
        char who = state.charAt(0);
        char phase = state.charAt(1);
        if (BY_HAPROXY.indexOf(who) >= 0) {
            return NOT_COUNTED;
        }
        if (who == '-') {
            return byStatus(status, null);
        }
        // On 3.0 a client that leaves is 400 with CD, though nothing of the server's answer had come.
        return answered ? withinAnswer(status, who, phase) : beforeAnswer(status, who);
    }

    private static RequestEnd beforeAnswer(int status, char who) {
        return switch (who) {
            case 'C' -> new RequestEnd(true, HarmKind.GIVEN_UP);
            case 'c' -> NOT_COUNTED; // the client stopped sending its request
            case 'P' -> byStatus(status < 0 ? SERVER_ERRORS : status, null); // an invalid answer, or a rule denied it
            default -> new RequestEnd(true, HarmKind.FAILED);
        };
    }

    /** A bad status counts before the way in which its body ended: servers close after they have refused an upload. */
    private static RequestEnd withinAnswer(int status, char who, char phase) {
        if (status == SWITCHING_PROTOCOLS) {
            // An open protocol ends when one of both closes it or is silent for too long; only a reset is an error.
            return new RequestEnd(true, who == 'S' ? HarmKind.TRUNCATED : null);
        }
        return switch (who) {
            case 'C' -> byStatus(status, HarmKind.GIVEN_UP_IN_BODY);
            case 'c' -> NOT_COUNTED; // the client stopped reading
            case 's' -> byStatus(status, HarmKind.STALLED);
            // In phase L the server had sent the whole answer.
            default -> byStatus(status, phase == 'L' ? null : HarmKind.TRUNCATED);
        };
    }

    private static RequestEnd byStatus(int status, HarmKind otherwise) {
        return new RequestEnd(true, HarmKind.ofStatus(status).orElse(otherwise));
    }
}

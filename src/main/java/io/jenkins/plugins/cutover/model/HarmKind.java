package io.jenkins.plugins.cutover.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The ways in which a request can end badly for its user, or differ from what Mesos answers. What HAProxy shows of each
 * was measured on 2.2, 2.6, 3.0 and 3.2 and is listed in docs/haproxy.md.
 */
public enum HarmKind {
    /** A 5xx answer, a refused connection, or a connection that ended before the answer. */
    FAILED("failed"),
    /** The server closed the connection within the answer. */
    TRUNCATED("were cut off"),
    /** The server sent nothing more within the answer until {@code timeout server}. */
    STALLED("stalled"),
    /** The client left before the answer began. */
    GIVEN_UP("were given up before the answer"),
    /** The client left within the answer. */
    GIVEN_UP_IN_BODY("were given up within the answer"),
    /** Status 401, 403 or 407. */
    UNAUTHORIZED("were answered 401 or 403"),
    /** Status 404 or 410. */
    NOT_FOUND("were answered 404"),
    /** Status 429. */
    TOO_MANY_REQUESTS("were answered 429"),
    /** Any other 4xx status; without a ring all of them. */
    CLIENT_ERROR("were answered 4xx"),
    /** A 3xx status but 304; without a ring all of them. */
    REDIRECTED("were answered 3xx"),
    /** An answer far smaller than Mesos's to the same kind of request. */
    SHORT("were answered far too short"),
    /** An answer far slower than nearly all of Mesos's, to the first byte or as a whole. */
    VERY_SLOW("were far slower than Mesos's");

    private final String text;

    HarmKind(String text) {
        this.text = text;
    }

    /** The verb of a sentence whose subject is a number of requests, such as {@code stalled}. */
    public String text() {
        return text;
    }

    /** The name in YAML and JSON, such as {@code notFound}. */
    public String id() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder id = new StringBuilder(words[0]);
        Arrays.stream(words).skip(1).forEach(w -> id.append(Character.toUpperCase(w.charAt(0)))
                .append(w.substring(1)));
        return id.toString();
    }

    /** The kind with that {@link #id}. */
    public static Optional<HarmKind> of(String id) {
        return Arrays.stream(values()).filter(k -> k.id().equals(id)).findFirst();
    }

    /**
     * The kind of an answer by its status.
     *
     * @param status of a complete answer, 100 to 599
     * @return empty when the status alone says nothing bad
     */
    public static Optional<HarmKind> ofStatus(int status) {
        return switch (status) {
            case 304 -> Optional.empty();
            case 401, 403, 407 -> Optional.of(UNAUTHORIZED);
            case 404, 410 -> Optional.of(NOT_FOUND);
            case 429 -> Optional.of(TOO_MANY_REQUESTS);
            default -> ofClass(status / 100);
        };
    }

    private static Optional<HarmKind> ofClass(int hundreds) {
        return switch (hundreds) {
            case 3 -> Optional.of(REDIRECTED);
            case 4 -> Optional.of(CLIENT_ERROR);
            case 5 -> Optional.of(FAILED);
            default -> Optional.empty();
        };
    }
}

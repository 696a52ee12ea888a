package io.jenkins.plugins.cutover.judge;

/**
 * Requests seen and how many of them failed; realised counts, never what a configured share would suggest.
 *
 * @param requests 0 or more
 * @param errors 0 to {@code requests}
 */
public record Counts(long requests, long errors) {
    public static final Counts NONE = new Counts(0, 0);

    public Counts {
        if (requests < 0 || errors < 0 || errors > requests) {
            throw new IllegalArgumentException(
                    "counts " + errors + " errors of " + requests + " requests: must be 0 <= errors <= requests");
        }
    }

    /** For sources whose failures (a refused connection) are not among their counted answers. */
    public static Counts failuresOutsideRequests(long answered, long errors) {
        return new Counts(Math.max(answered, errors), errors);
    }

    public Counts plus(Counts other) {
        return new Counts(requests + other.requests, errors + other.errors);
    }

    /** Failed fraction, 0 to 1; 0 without requests. */
    public double fraction() {
        return requests == 0 ? 0 : (double) errors / requests;
    }
}

package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Share;
import java.util.ArrayList;
import java.util.List;

/**
 * The shares of a recorded cutover.
 *
 * @param phases in the order of their beginnings; one of an unknown share when nothing is known
 */
record ReplayedShares(List<Phase> phases) {
    private static final double HUNDRED = 100;

    /** @param from seconds since the first row @param basisPoints 500 is 5 %; 0 for not known */
    private record Phase(double from, int basisPoints) {}

    ReplayedShares {
        phases = List.copyOf(phases);
    }

    /** @throws InvalidInputException naming the text and what is valid */
    static ReplayedShares parse(List<String> texts) {
        List<Phase> all = new ArrayList<>();
        for (String text : texts) {
            Phase next = phase(text.strip());
            if (!all.isEmpty() && next.from() <= all.get(all.size() - 1).from()) {
                throw bad(text, "must begin after the share before it");
            }
            all.add(next);
        }
        return new ReplayedShares(all.isEmpty() ? List.of(new Phase(0, 0)) : all);
    }

    private static Phase phase(String text) {
        int colon = text.indexOf(':');
        double from =
                colon < 0 ? 0 : TrafficTime.seconds(text.substring(0, colon)).orElse(-1.0);
        if (from < 0) {
            throw bad(text, "must be PERCENT, or SECONDS:PERCENT");
        }
        try {
            return new Phase(from, Share.ofPercent(text.substring(colon + 1)).basisPoints());
        } catch (InvalidInputException e) {
            throw bad(text, e.getMessage());
        }
    }

    private static InvalidInputException bad(String text, String why) {
        return new InvalidInputException("--share is '" + text + "': " + why);
    }

    int share(int phase) {
        return phases.get(phase).basisPoints();
    }

    double from(int phase) {
        return phases.get(phase).from();
    }

    /** @param seconds since the first row */
    boolean begins(int phase, double seconds) {
        return phase < phases.size() && seconds > phases.get(phase).from();
    }

    /** The share that follows a phase, in per cent: all traffic after the last one. */
    double after(int phase) {
        return phase + 1 < phases.size() ? share(phase + 1) / HUNDRED : HUNDRED;
    }
}

package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.traffic.dialogue.ProbeDialogue;
import java.util.ArrayList;
import java.util.List;

/** What the judge will not see of single requests, by the ring of an instance. A pure function. */
record RingPreflight(HaproxySpec spec) {
    private static final String LINE =
            "log-format \"cutover/%rt/%b/%s/%ST/%Tw/%Tc/%Tr/%Td/%B/%U/%ts" + "/%[var(txn.route)]/%[var(txn.coding)]\"";

    private static final String UNSEEN =
            "only HAProxy's counters are judged: answers that are too short or very slow, a"
                    + " single route, and 401, 403, 404 and 429 apart from other 4xx stay unseen; ";

    List<Finding> findings(ProbeDialogue probe) {
        String about = probe.instance().toString();
        String ring = spec.latencyRing();
        if (ring.isEmpty()) {
            return List.of(Finding.warning(
                    about, "haproxy.latencyRing is not set: " + UNSEEN + "add a ring that logs " + LINE));
        }
        if (!probe.hasRing(ring)) {
            return List.of(Finding.warning(
                    about, "there is no ring " + ring + ": " + UNSEEN + "add it, and log " + LINE + " to it"));
        }
        return switch (probe.ringFormat()) {
            case NO_LINES ->
                List.of(Finding.info(
                        about,
                        "ring " + ring + " has no line of backend " + spec.backend()
                                + " yet, so it is not known whether it says how requests end; it needs " + LINE));
            case TIMES_ONLY ->
                List.of(Finding.warning(
                        about,
                        "the lines of ring " + ring
                                + " end after %Tr: answers that are cut off or stall count as failed"
                                + " only, and answers that are too short or slow after their first byte stay unseen; log "
                                + LINE));
            case COMPLETE -> optional(about, ring, probe);
        };
    }

    private static List<Finding> optional(String about, String ring, ProbeDialogue probe) {
        List<Finding> missing = new ArrayList<>();
        if (!probe.ringHasRoutes()) {
            missing.add(Finding.info(
                    about,
                    "the lines of ring " + ring
                            + " have no route: a small route that is wholly broken is found late; log " + LINE));
        }
        if (!probe.ringHasCodings()) {
            missing.add(Finding.info(
                    about,
                    "the lines of ring " + ring + " have no content coding: answers that are empty or too short stay"
                            + " unseen; log " + LINE));
        }
        return missing;
    }
}

package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Event;
import java.util.Set;

/** Which events stand out, by their kind. An unknown kind is shown plainly. */
final class EventStyle {
    private static final Set<String> BAD = Set.of("rollback", "fault", "deploy-failed", "failed", "waiting", "blind");
    private static final Set<String> DOUBT =
            Set.of("undo", "undone", "drift", "hold", "gate", "capacity", "inconclusive");
    private static final Set<String> GOOD = Set.of("ready", "completed", "rolled-back", "traffic-back", "retired");

    private EventStyle() {}

    static boolean isFault(Event event) {
        return event.kind().equals("fault");
    }

    static String color(Event event) {
        if (BAD.contains(event.kind()) || says(event, "HARMFUL")) {
            return Palette.BAD;
        }
        if (DOUBT.contains(event.kind()) || says(event, "INCONCLUSIVE") || says(event, "BLIND")) {
            return Palette.DOUBT;
        }
        return GOOD.contains(event.kind()) || says(event, "HEALTHY") ? Palette.GOOD : Palette.SOFT;
    }

    /** The judge's sentence begins with its verdict, after the share. */
    private static boolean says(Event event, String verdict) {
        return event.kind().equals("verdict") && event.text().matches("(?s)(.*\\W)?" + verdict + "\\b.*");
    }
}

package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Verdict;
import java.util.Set;

/** Which events stand out, by their kind. An unknown kind is shown plainly. */
public final class EventStyle {
    /** How an event, a verdict or a state is to be seen. */
    public enum Tone {
        GOOD(Palette.GOOD),
        DOUBT(Palette.DOUBT),
        BAD(Palette.BAD),
        PLAIN(Palette.PLAIN);

        private final String color;

        Tone(String color) {
            this.color = color;
        }
    }

    private static final Set<String> BAD = Set.of("rollback", "fault", "deploy-failed", "failed", "waiting", "blind");
    private static final Set<String> DOUBT =
            Set.of("undo", "undone", "drift", "hold", "gate", "capacity", "inconclusive");
    private static final Set<String> GOOD = Set.of("ready", "completed", "rolled-back", "traffic-back", "retired");

    private EventStyle() {}

    static boolean isFault(Event event) {
        return event.kind().equals("fault");
    }

    static String color(Event event) {
        return tone(event).color;
    }

    public static Tone tone(Event event) {
        if (BAD.contains(event.kind()) || says(event, "HARMFUL")) {
            return Tone.BAD;
        }
        if (DOUBT.contains(event.kind()) || says(event, "INCONCLUSIVE") || says(event, "BLIND")) {
            return Tone.DOUBT;
        }
        return GOOD.contains(event.kind()) || says(event, "HEALTHY") ? Tone.GOOD : Tone.PLAIN;
    }

    /** @param verdict null while there is none */
    public static Tone tone(Verdict verdict) {
        if (verdict == null) {
            return Tone.PLAIN;
        }
        return switch (verdict) {
            case HEALTHY -> Tone.GOOD;
            case HARMFUL -> Tone.BAD;
            case INCONCLUSIVE, BLIND -> Tone.DOUBT;
        };
    }

    /** The judge's sentence begins with its verdict, after the share. */
    private static boolean says(Event event, String verdict) {
        return event.kind().equals("verdict") && event.text().matches("(?s)(.*\\W)?" + verdict + "\\b.*");
    }
}

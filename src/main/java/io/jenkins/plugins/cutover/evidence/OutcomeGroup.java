package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.HarmKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The kinds of outcomes as few enough areas that readers can tell their colors apart; from the worst at the bottom up. */
enum OutcomeGroup {
    FAILED("failed", Palette.EKS_ERROR, HarmKind.FAILED),
    BROKEN_OFF("cut off or stalled", Palette.MESOS_ERROR, HarmKind.TRUNCATED, HarmKind.STALLED),
    GIVEN_UP("given up", "#c46a9c", HarmKind.GIVEN_UP, HarmKind.GIVEN_UP_IN_BODY),
    UNAUTHORIZED("401, 403", "#c77f00", HarmKind.UNAUTHORIZED),
    NOT_FOUND("404", "#009e73", HarmKind.NOT_FOUND),
    OTHER_4XX("other 4xx", "#a08c00", HarmKind.TOO_MANY_REQUESTS, HarmKind.CLIENT_ERROR),
    REDIRECTED("3xx", "#3898d0", HarmKind.REDIRECTED),
    DEVIATING("too short or slow", "#7a6ff0", HarmKind.SHORT, HarmKind.VERY_SLOW);

    private final String text;
    private final String color;
    private final List<HarmKind> kinds;

    OutcomeGroup(String text, String color, HarmKind... kinds) {
        this.text = text;
        this.color = color;
        this.kinds = List.of(kinds);
    }

    String text() {
        return text;
    }

    String color() {
        return color;
    }

    boolean among(Set<HarmKind> occurred) {
        return kinds.stream().anyMatch(occurred::contains);
    }

    /** The kinds of this one and of those below it. */
    List<HarmKind> upTo() {
        return below(ordinal() + 1);
    }

    List<HarmKind> below() {
        return below(ordinal());
    }

    private static List<HarmKind> below(int count) {
        return Stream.of(values()).limit(count).flatMap(e -> e.kinds.stream()).toList();
    }
}

package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.model.HarmKind;
import java.util.EnumMap;
import java.util.Map;

/**
 * In which ways the requests of a stream end, besides those that fail.
 *
 * @param usual the part of the requests of both sides, by kind
 * @param changes how many times as large these parts are from 300 s on; 1 for no change
 * @param harm the kind of harm on EKS; null for none
 * @param part of EKS's requests that it harms, 0 to 1
 * @param hangs whether the harmed requests are in flight for 3 s first, until their clients give up
 * @param sizes of the answers
 */
record Mix(Map<HarmKind, Double> usual, double changes, HarmKind harm, double part, boolean hangs, Sizes sizes) {
    static final Mix NONE = new Mix(Map.of(), 1, null, 0, false, Sizes.UNKNOWN);

    /** What many services have: redirects, pages that are not there, and clients that leave. */
    static final Mix NORMAL = NONE.usually(HarmKind.NOT_FOUND, .03)
            .usually(HarmKind.REDIRECTED, .04)
            .usually(HarmKind.UNAUTHORIZED, .01)
            .usually(HarmKind.CLIENT_ERROR, .01);

    /** Of the answers; how both sides' answers are spread, and what differs. */
    enum Sizes {
        UNKNOWN,
        /** Over four orders of magnitude, alike on both sides. */
        MIXED,
        /** As these, but EKS compresses to a fifth on average; the content coding is logged. */
        COMPRESSED,
        /** The same, and the coding is not logged. */
        COMPRESSED_UNLOGGED
    }

    Mix usually(HarmKind kind, double fraction) {
        Map<HarmKind, Double> more = new EnumMap<>(HarmKind.class);
        more.putAll(usual);
        more.put(kind, fraction);
        return new Mix(more, changes, harm, part, hangs, sizes);
    }

    Mix changing(double times) {
        return new Mix(usual, times, harm, part, hangs, sizes);
    }

    Mix harmed(HarmKind kind, double fraction) {
        return new Mix(usual, changes, kind, fraction, hangs, sizes);
    }

    Mix hanging() {
        return new Mix(usual, changes, harm, part, true, sizes);
    }

    Mix sized(Sizes others) {
        return new Mix(usual, changes, harm, part, hangs, others);
    }

    /** Before anything happens. */
    Mix sound() {
        return new Mix(usual, 1, null, 0, false, sizes);
    }

    boolean known() {
        return !equals(NONE);
    }
}

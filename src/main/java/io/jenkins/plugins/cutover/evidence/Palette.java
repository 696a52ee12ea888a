package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Verdict;

/**
 * The colours of charts and reports. The strong ones are from Okabe and Ito's set (Color Universal Design), which
 * colour-blind readers can distinguish; nothing depends on colour alone.
 */
final class Palette {
    static final String FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif";

    static final String INK = "#1c2733";
    static final String SOFT = "#5a6776";
    static final String LINE = "#dfe4ea";
    static final String PAPER = "#ffffff";
    static final String PAGE = "#eef1f5";
    static final String BAND = "#f4f7fa";
    static final String HEADER = "#12263a";
    static final String HEADER_SOFT = "#b8c6d4";

    static final String MESOS = "#9aa7b5";
    static final String EKS = "#0072b2";
    static final String EKS_ERROR = "#d55e00";
    static final String MESOS_ERROR = "#8c4a79";

    static final String GOOD = "#00795a";
    static final String BAD = "#b94a00";
    static final String DOUBT = "#8a6100";

    private Palette() {}

    static String of(Verdict verdict) {
        if (verdict == null) {
            return SOFT;
        }
        return switch (verdict) {
            case HEALTHY -> GOOD;
            case HARMFUL -> BAD;
            case INCONCLUSIVE -> DOUBT;
            case BLIND -> SOFT;
        };
    }

    static String tint(Verdict verdict) {
        if (verdict == null) {
            return "#e9edf2";
        }
        return switch (verdict) {
            case HEALTHY -> "#dcf1ea";
            case HARMFUL -> "#fbe3d3";
            case INCONCLUSIVE -> "#f8edcf";
            case BLIND -> "#e3e6ea";
        };
    }

    static String of(CutoverOutcome outcome) {
        return switch (outcome) {
            case COMPLETED -> GOOD;
            case ROLLED_BACK -> DOUBT;
            case FAILED -> BAD;
            case UNDER_WAY -> EKS;
        };
    }
}

package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Verdict;

/**
 * The colors of charts and reports. The strong ones are from Okabe and Ito's set (Color Universal Design), which
 * color-blind readers can distinguish; nothing depends on color alone.
 *
 * <p>A page may be light or dark, and a report can bring no style sheet ({@link ReportHtml}). So text and pale grounds
 * take the page's text color, the edge of text over shapes takes the page's ground, and the strong colors have a contrast
 * of at least 3:1 with both: enough for shapes and large text (WCAG 1.4.11 and 1.4.3), and not used for small text.
 */
final class Palette {
    static final String FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif";

    /** The text color of the page. */
    static final String INK = "currentColor";

    /** The ground of the page: a system color of CSS. */
    static final String PAPER = "Canvas";

    /** Opacities of {@link #INK}: of less important text, of grid lines, of grounds. */
    static final double SOFT_OPACITY = 0.78;

    static final double LINE_OPACITY = 0.16;
    static final double TINT = 0.05;

    /** The ground of the header and of small labels, and the text on them, light or dark. */
    static final String HEADER = "#12263a";

    static final String HEADER_SOFT = "#b8c6d4";
    static final String MUTED = "#5a6776";
    static final String ON_STRONG = "#ffffff";

    static final String MESOS = "#8492a1";
    static final String EKS = "#0072b2";
    static final String EKS_ERROR = "#d55e00";
    static final String MESOS_ERROR = "#a0588c";

    static final String GOOD = "#00835f";
    static final String BAD = "#c44f00";
    static final String DOUBT = "#946b00";
    static final String PLAIN = "#76828f";

    private Palette() {}

    static String of(Verdict verdict) {
        if (verdict == null) {
            return PLAIN;
        }
        return switch (verdict) {
            case HEALTHY -> GOOD;
            case HARMFUL -> BAD;
            case INCONCLUSIVE -> DOUBT;
            case BLIND -> PLAIN;
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

package io.jenkins.plugins.cutover.model;

/** Text of other systems, made fit for a message. */
public final class Text {
    private Text() {}

    /**
     * The text on one line: every run of white space becomes one space. A longer text is cut and ends in {@code ...}.
     *
     * @param max characters, above 0
     */
    public static String oneLine(String text, int max) {
        return cut(String.valueOf(text).strip().replaceAll("\\s+", " "), max);
    }

    /** The first line of the text; empty when it has none. A longer line is cut and ends in {@code ...}. */
    public static String firstLine(String text, int max) {
        return cut(String.valueOf(text).strip().lines().findFirst().orElse("").strip(), max);
    }

    private static String cut(String line, int max) {
        return line.length() <= max ? line : line.substring(0, max) + "...";
    }
}

package io.jenkins.plugins.cutover.sandbox.demo;

/** One line of the terminal: counts its width on the screen and is cut off at the edge. */
final class Line {
    /** The style of a text. */
    enum Ink {
        PLAIN(""),
        BOLD("1"),
        DIM("2"),
        GOOD("32"),
        BAD("1;31"),
        DOUBT("33"),
        EKS("1;34"),
        ACTIVE("1;36");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }

    private final StringBuilder text = new StringBuilder();
    private final int limit;
    private int width;

    Line(int limit) {
        this.limit = limit;
    }

    Line add(String piece, Ink ink) {
        String clean = piece.replaceAll("\\p{Cntrl}", " ");
        int room = limit - width;
        String shown = clean.length() <= room ? clean : clean.substring(0, Math.max(0, room));
        width += shown.length();
        if (!shown.isEmpty()) {
            text.append(ink.code.isEmpty() ? shown : "\u001b[" + ink.code + "m" + shown + "\u001b[0m");
        }
        return this;
    }

    Line add(String piece) {
        return add(piece, Ink.PLAIN);
    }

    /** Blanks up to a column. */
    Line to(int column) {
        return add(" ".repeat(Math.max(0, column - width)));
    }

    /** Right-aligned in a column of this width. */
    Line right(String piece, int columns, Ink ink) {
        return add(" ".repeat(Math.max(0, columns - piece.length()))).add(piece, ink);
    }

    int width() {
        return width;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

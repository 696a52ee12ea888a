package io.jenkins.plugins.cutover.evidence;

import java.util.Locale;
import java.util.Set;

/**
 * Writes HTML and SVG with every text and every attribute escaped. Neither scripts nor inline style are ever written:
 * Jenkins serves archived files under {@code default-src 'none'; style-src 'self'}.
 */
final class Markup {
    private static final Set<String> INLINE = Set.of("td", "th", "font", "title", "text");

    private final StringBuilder out = new StringBuilder();

    /**
     * @param element the tag and its attributes, {@code rect x=0 y={} fill={}}; each {@code {}} is the next value, and
     *     what has a blank in it must be a value
     */
    Markup open(String element, Object... values) {
        start(element, values);
        out.append('>');
        return this;
    }

    Markup close(String tag) {
        out.append("</").append(tag).append('>').append(INLINE.contains(tag) ? "" : "\n");
        return this;
    }

    /** An element without content. */
    Markup leaf(String element, Object... values) {
        start(element, values);
        out.append("/>\n");
        return this;
    }

    /** An element with nothing but text in it. */
    Markup element(String element, String text, Object... values) {
        return open(element, values).text(text).close(element.split(" ", 2)[0]);
    }

    Markup text(String text) {
        out.append(escape(text));
        return this;
    }

    /** What another {@code Markup} wrote. */
    Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    private void start(String element, Object... values) {
        String[] parts = element.split(" ");
        out.append('<').append(parts[0]);
        int next = 0;
        for (int i = 1; i < parts.length; i++) {
            String[] attribute = parts[i].split("=", 2);
            Object value = attribute[1].equals("{}") ? values[next++] : attribute[1];
            out.append(' ').append(attribute[0]).append("=\"");
            out.append(escape(value instanceof Double d ? decimal(d) : String.valueOf(value)));
            out.append('"');
        }
        if (next != values.length) {
            throw new IllegalArgumentException(element + ": " + values.length + " values for " + next + " places");
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** At most two decimals, which is finer than a pixel. */
    static String decimal(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }

    /** Drops what neither HTML nor XML can hold. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().filter(Markup::valid).forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    /** XML 1.0, production 2, without the C1 and DEL controls. */
    private static boolean valid(int c) {
        return c == '\t'
                || c == '\n'
                || (c >= 0x20 && c < 0x7f)
                || (c > 0x9f && c < 0xd800)
                || (c > 0xdfff && c < 0xfffe)
                || c > 0xffff;
    }
}

package io.jenkins.plugins.cutover.evidence;

import java.util.Locale;

/**
 * Writes HTML and SVG with every text and every attribute escaped. Neither scripts nor inline style are ever written:
 * Jenkins serves archived files under {@code default-src 'none'; style-src 'self'}.
 */
final class Markup {
    private final StringBuilder out = new StringBuilder();

    /** @param attributes name, value, name, value, ... */
    Markup open(String tag, Object... attributes) {
        start(tag, attributes).append('>');
        return this;
    }

    Markup close(String tag) {
        out.append("</").append(tag).append('>');
        if (!tag.equals("text") && !tag.equals("title") && !tag.equals("td") && !tag.equals("b")) {
            out.append('\n');
        }
        return this;
    }

    /** An element without content. */
    Markup leaf(String tag, Object... attributes) {
        start(tag, attributes).append("/>\n");
        return this;
    }

    /** An element with nothing but text in it. */
    Markup element(String tag, String text, Object... attributes) {
        return open(tag, attributes).text(text).close(tag);
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

    private StringBuilder start(String tag, Object... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            String value = attributes[i + 1] instanceof Double d ? decimal(d) : String.valueOf(attributes[i + 1]);
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escape(value))
                    .append('"');
        }
        return out;
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
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    if (c >= 0x20 && c != 0x7f && !(c >= 0xd800 && c <= 0xdfff) && c < 0xfffe
                            || c == '\n'
                            || c == '\t') {
                        escaped.appendCodePoint(c);
                    } else if (c > 0xffff) {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }
}

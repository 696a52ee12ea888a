package io.jenkins.plugins.cutover.judge;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as the verdict's sentence shows them; the same on every machine. */
final class NumberFormat {
    private NumberFormat() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Up to six significant digits without an exponent. */
    static String plain(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        return new BigDecimal(value, new MathContext(6)).stripTrailingZeros().toPlainString();
    }

    /** A fraction in per cent with two significant digits. */
    static String percent(double fraction) {
        return new BigDecimal(fraction * 100, new MathContext(2))
                        .stripTrailingZeros()
                        .toPlainString() + " %";
    }

    /** Capital as odds against "no harm": 1:212. */
    static String odds(double evidence) {
        if (evidence >= 1e6) {
            return "1:more than a million";
        }
        return "1:" + (evidence >= 10 ? count((long) evidence) : plain(Math.floor(evidence * 10) / 10));
    }
}

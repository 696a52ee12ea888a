package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * The part of a service's requests that goes to EKS.
 *
 * @param basisPoints hundredths of a percent, 0 to 10,000
 */
public record Share(int basisPoints) implements Comparable<Share>, Serializable {
    public static final Share NONE = new Share(0);
    public static final Share ALL = new Share(10_000);

    private static final Pattern PERCENT = Pattern.compile("\\d{1,3}(\\.\\d{1,2})?");

    public Share {
        if (basisPoints < 0 || basisPoints > 10_000) {
            throw new InvalidInputException("percent: " + basisPoints / 100.0 + " is not between 0 and 100");
        }
    }

    /** Reads a percentage such as {@code 5}, {@code 12.5} or {@code "0.1"}; at most two decimals, no unit but "%". */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Share ofPercent(Object percent) {
        String text = String.valueOf(percent).trim();
        String number =
                text.endsWith("%") ? text.substring(0, text.length() - 1).trim() : text;
        if (number.endsWith(".0")) {
            number = number.substring(0, number.length() - 2);
        }
        if (!PERCENT.matcher(number).matches() || new BigDecimal(number).compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new InvalidInputException(
                    "percent: \"" + text + "\" is not a number from 0 to 100 with at most two decimals");
        }
        return new Share(new BigDecimal(number).movePointRight(2).intValueExact());
    }

    /** The nearest share to a fraction between 0 and 1. */
    public static Share ofFraction(double fraction) {
        return new Share((int) Math.round(fraction * 10_000));
    }

    /** Between 0 and 1. */
    public double fraction() {
        return basisPoints / 10_000.0;
    }

    /** Between 0 and 100. */
    public double percent() {
        return basisPoints / 100.0;
    }

    @JsonValue
    public String percentText() {
        return BigDecimal.valueOf(basisPoints, 2)
                .setScale(2, RoundingMode.UNNECESSARY)
                .stripTrailingZeros()
                .toPlainString();
    }

    @Override
    public int compareTo(Share other) {
        return Integer.compare(basisPoints, other.basisPoints);
    }

    @Override
    public String toString() {
        return percentText() + "%";
    }
}

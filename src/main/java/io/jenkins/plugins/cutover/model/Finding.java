package io.jenkins.plugins.cutover.model;

import java.io.Serializable;

/**
 * Something a check found before anything was changed.
 *
 * @param severity whether the work can continue
 * @param about the thing, for example {@code unix:/run/haproxy.sock} or {@code backend orders}
 * @param text one sentence: the value found and what is needed instead
 */
public record Finding(Severity severity, String about, String text) implements Serializable {
    /** How bad it is. */
    public enum Severity {
        INFO,
        WARNING,
        BLOCKER
    }

    public static Finding blocker(String about, String text) {
        return new Finding(Severity.BLOCKER, about, text);
    }

    public static Finding warning(String about, String text) {
        return new Finding(Severity.WARNING, about, text);
    }

    public static Finding info(String about, String text) {
        return new Finding(Severity.INFO, about, text);
    }

    public boolean blocks() {
        return severity == Severity.BLOCKER;
    }

    @Override
    public String toString() {
        return about + ": " + text;
    }
}

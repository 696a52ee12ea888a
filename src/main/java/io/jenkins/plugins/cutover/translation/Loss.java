package io.jenkins.plugins.cutover.translation;

/**
 * A part of a Marathon app without an exact counterpart in Kubernetes.
 *
 * @param path where in the app: {@code container.volumes[0].hostPath}; a blocker is accepted by this name
 * @param value its value, cut to one line; never a secret
 * @param action what happens instead
 * @param severity how much attention it needs
 */
public record Loss(String path, String value, String action, Severity severity) {
    /** How much attention a loss needs. */
    public enum Severity {
        /** The effect is the same, or nearly so. */
        INFO,
        /** The app runs, but something behaves differently. */
        REVIEW,
        /** The app does not run, or loses data, until a person provides or decides something. */
        BLOCKER
    }
}

package io.jenkins.plugins.cutover.translation;

/**
 * Something of a Marathon app that Kubernetes has no exact counterpart for.
 *
 * @param path where in the app: {@code container.volumes[0].hostPath}; a blocker is accepted by this name
 * @param value what stands there, cut to a line; never a secret
 * @param action what happens instead
 * @param severity how much a person must think about it
 */
public record Loss(String path, String value, String action, Severity severity) {
    /** How much a person must think about it. */
    public enum Severity {
        /** The effect is the same, or nearly so. */
        INFO,
        /** It runs, but something behaves differently. */
        REVIEW,
        /** It does not run, or loses data, until somebody provides or decides something. */
        BLOCKER
    }
}

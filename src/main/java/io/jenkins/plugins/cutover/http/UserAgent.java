package io.jenkins.plugins.cutover.http;

/** Names this project and its version in every request. */
final class UserAgent {
    static final String VALUE =
            "phased-cutover/" + version(UserAgent.class.getPackage().getImplementationVersion());

    private UserAgent() {}

    /**
     * @param implementation from the manifest of the jar, null when the classes are not in a jar; a build by hpi:run
     *     gives {@code 1.0-SNAPSHOT (private-1234abcd-name)}
     */
    static String version(String implementation) {
        String version = implementation == null ? "" : implementation.replaceFirst("[^0-9A-Za-z._+-].*", "");
        return version.isEmpty() ? "dev" : version;
    }
}

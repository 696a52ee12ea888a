package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.net.URI;

/**
 * Where the service runs on Mesos.
 *
 * @param url the base of the v2 API: {@code http://marathon:8080}, or {@code https://master/service/marathon} on DC/OS
 * @param app the app's id, beginning with {@code /}
 * @param auth how to log in
 * @param credential the name of the secret: {@code user:password} (BASIC, DCOS) or a token (DCOS_TOKEN); empty for NONE
 * @param force whether a deployment that locks the app may be overridden; false to wait for it
 * @param agent the label of the Jenkins agents from which alone Marathon can be reached; empty for none
 */
public record MarathonSpec(URI url, String app, Auth auth, String credential, boolean force, String agent)
        implements Serializable {
    public MarathonSpec {
        agent = agent == null ? "" : agent; // older records have none
    }

    /** Reached from this JVM. */
    public MarathonSpec(URI url, String app, Auth auth, String credential, boolean force) {
        this(url, app, auth, credential, force, "");
    }

    /** How to log in to Marathon. */
    public enum Auth {
        NONE,
        BASIC,
        DCOS,
        DCOS_TOKEN
    }
}

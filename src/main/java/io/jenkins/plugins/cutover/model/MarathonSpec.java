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
 * @param force whether a deployment that locks the app may be overridden; false means it is waited for
 */
public record MarathonSpec(URI url, String app, Auth auth, String credential, boolean force) implements Serializable {
    /** How Marathon knows who asks. */
    public enum Auth {
        NONE,
        BASIC,
        DCOS,
        DCOS_TOKEN
    }
}

package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Duration;

/**
 * The service's own request that every pod must answer, without HAProxy, before it gets traffic. Repeated many times, it
 * also warms the pod up (class loading, caches, connection pools), so that the first users do not wait for that.
 *
 * @param path the requested path, from the first {@code /} on; a status of 200 to 399 is a good answer
 * @param requests good answers in a row that each pod must give, 1 to 10,000
 * @param timeout of one request
 * @param within how long the pods may take to give them
 */
public record SmokeSpec(String path, int requests, Duration timeout, Duration within) implements Serializable {
    static SmokeSpec read(Fields f) {
        String path = f.required("path", "what each pod is asked for, such as /health");
        SmokeSpec spec = new SmokeSpec(
                path,
                (int) f.whole("requests", 20, 1, 10_000),
                f.duration("timeout", Duration.ofSeconds(2)),
                f.duration("within", Duration.ofMinutes(1)));
        if (!path.isEmpty() && !path.matches("/[\\x21-\\x7e&&[^#\"<>\\\\^`{|}]]*")) {
            f.fault("path", "\"" + path + "\" is not a path such as /health");
        }
        f.noOthers();
        return spec;
    }
}

package io.jenkins.plugins.cutover.traffic.runtime;

import java.time.Duration;

/** How a conversation ended. */
public sealed interface Ending {
    /** All was said. @param took since the round began */
    record Over(Duration took) implements Ending {}

    /** It broke off; commands sent and not answered may still take effect. @param reason one line */
    record Broken(String reason) implements Ending {}
}

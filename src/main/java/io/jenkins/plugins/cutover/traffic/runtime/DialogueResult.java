package io.jenkins.plugins.cutover.traffic.runtime;

import java.time.Duration;

/** How a conversation ended. */
public sealed interface DialogueResult {
    /** All was said. @param took since the round began */
    record Over(Duration took) implements DialogueResult {}

    /** It broke off; commands sent and not answered may still take effect. @param reason one line */
    record Broken(String reason) implements DialogueResult {}
}

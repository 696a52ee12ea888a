package io.jenkins.plugins.cutover.traffic.runtime;

import java.time.Duration;

/** How a dialogue ended. */
public sealed interface DialogueResult {
    /** Every command was answered. @param took since the round began */
    record Completed(Duration took) implements DialogueResult {}

    /** It ended early; commands that were sent and not answered may still take effect. @param reason one line */
    record Failed(String reason) implements DialogueResult {}
}

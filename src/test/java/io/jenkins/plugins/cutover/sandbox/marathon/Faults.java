package io.jenkins.plugins.cutover.sandbox.marathon;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** The active faults. */
final class Faults {
    Duration lockNextScale;
    Instant noLeaderUntil = Instant.MIN;
    Instant htmlUntil = Instant.MIN;
    Instant pagesUntil = Instant.MIN;
    Duration loseNextDeployment;
    Instant hangUntil = Instant.MIN;
    int failNextLaunches;
    int agents = 64;
    final Set<String> unhealthyHosts = new HashSet<>();
}

package io.jenkins.plugins.cutover.mesos;

import java.time.Duration;
import java.util.List;

/**
 * The instances of an app that Marathon wants to launch and could not yet.
 *
 * @param waiting how many
 * @param delay the remaining back-off after failures
 * @param overdue whether the delay is over and only matching offers are missing
 * @param rejections why the last offers did not match: {@code INSUFFICIENT_CPUS 5 of 5}
 */
public record LaunchQueue(int waiting, Duration delay, boolean overdue, List<String> rejections) {
    public static final LaunchQueue EMPTY = new LaunchQueue(0, Duration.ZERO, false, List.of());

    public LaunchQueue {
        rejections = List.copyOf(rejections);
    }
}

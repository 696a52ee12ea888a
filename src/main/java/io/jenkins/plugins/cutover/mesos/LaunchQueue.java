package io.jenkins.plugins.cutover.mesos;

import java.time.Duration;
import java.util.List;

/**
 * The instances of an app that Marathon wants to launch and could not yet.
 *
 * @param waiting how many
 * @param delay how long the back-off after failures still lasts
 * @param overdue whether the delay is over and only fitting offers are missing
 * @param rejections why the last offers did not fit: {@code INSUFFICIENT_CPUS 5 of 5}
 */
public record LaunchQueue(int waiting, Duration delay, boolean overdue, List<String> rejections) {
    public static final LaunchQueue EMPTY = new LaunchQueue(0, Duration.ZERO, false, List.of());

    public LaunchQueue {
        rejections = List.copyOf(rejections);
    }
}

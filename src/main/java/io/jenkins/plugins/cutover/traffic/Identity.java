package io.jenkins.plugins.cutover.traffic;

import java.io.Serializable;

/**
 * Which HAProxy process answered. A reload or restart starts a new one, whose counters begin at 0.
 *
 * @param pid the worker's process id
 * @param startSeconds {@code Start_time_sec} of {@code show info}, Unix seconds; 0 where HAProxy does not report it (1.8)
 */
public record Identity(long pid, long startSeconds) implements Serializable {
    @Override
    public String toString() {
        return "pid " + pid;
    }
}

package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import java.io.Serializable;

/**
 * The last line read from an instance's latency ring.
 *
 * @param request the line's request counter ({@code %rt}), unique in a process; -1 when the ring was empty
 * @param dropped lines that HAProxy could not put into the ring, since the process started
 */
public record RingCursor(InstanceAddress instance, Identity identity, long request, long dropped)
        implements Serializable {}

package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a suspicion at a high share is settled: Mesos gets a part of the traffic back for a while, so that both sides can be
 * compared.
 *
 * @param share of EKS meanwhile, 5 to 75 %
 * @param times asks in one cutover, 0 to 100; 0 for never
 * @param atMost the longest time at that share
 */
public record AskSpec(Share share, int times, Duration atMost) implements Serializable {
    public static final AskSpec DEFAULT = new AskSpec(Share.ofPercent("50"), 6, Duration.ofSeconds(60));
    /** The service may not go back and forth. */
    public static final AskSpec NEVER = new AskSpec(DEFAULT.share, 0, DEFAULT.atMost);

    static final Share LEAST = Share.ofPercent("5");
    static final Share MOST = Share.ofPercent("75");
}

package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Duration;

/**
 * One step of a cutover.
 *
 * @param share how much of the traffic goes to EKS
 * @param bake how long the traffic is watched at this share at least
 * @param gate whether a person is asked before the phase begins
 */
public record Phase(Share share, Duration bake, boolean gate) implements Serializable {}

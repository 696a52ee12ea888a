package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.time.Instant;

/**
 * The process that judges EKS, repairs drift and follows pods while no step does. Another one takes over only when the
 * lease of this process has lapsed.
 *
 * @param by the Jenkins controller or command line
 * @param since when it took the service over
 */
public record Guarding(Owner by, Instant since) implements Serializable {}

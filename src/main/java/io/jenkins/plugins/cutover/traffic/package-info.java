/**
 * The door to the HAProxy fleet: reads it, sets the share of traffic that goes to EKS and reads it back, over the
 * Runtime API of every instance in parallel. {@link io.jenkins.plugins.cutover.traffic.Router} is the one way in.
 */
package io.jenkins.plugins.cutover.traffic;

/**
 * Reads the HAProxy fleet, sets the share of traffic that goes to EKS and reads it back, over the Runtime API of every
 * instance in parallel. Callers use {@link io.jenkins.plugins.cutover.traffic.Router} and the values in this package.
 */
package io.jenkins.plugins.cutover.traffic;

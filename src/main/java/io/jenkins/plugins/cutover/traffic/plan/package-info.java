/**
 * Decides what to set on one instance: weights or the map's share, and which EKS server gets which endpoint. Pure
 * functions of one reading and the desired traffic.
 */
package io.jenkins.plugins.cutover.traffic.plan;

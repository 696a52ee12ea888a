/**
 * Runs a router's rounds on another machine, such as a Jenkins agent in the network of the HAProxy instances. A round is
 * sent as one serializable task and executed there as a whole.
 */
package io.jenkins.plugins.cutover.traffic.remote;

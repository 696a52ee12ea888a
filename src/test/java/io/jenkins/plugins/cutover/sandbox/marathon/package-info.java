/** The implementation of the loopback Marathon: state, launching, health checks and the v2 API in front of them. */
package io.jenkins.plugins.cutover.sandbox.marathon;

/**
 * HAProxy's Runtime API on the wire: sockets, deadlines, framing, and its tables as values. Knows nothing of shares
 * or sides. Facts used here were measured on HAProxy 2.6 and are those of its management guide.
 */
package io.jenkins.plugins.cutover.traffic.runtime;

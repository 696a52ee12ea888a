/**
 * HAProxy's Runtime API on the wire: connections and TLS, deadlines, framing, tables and commands. It does not know
 * shares or sides. Facts used here were measured on HAProxy 2.6 and are those of its management guide.
 */
package io.jenkins.plugins.cutover.traffic.runtime;

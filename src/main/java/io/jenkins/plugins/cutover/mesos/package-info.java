/** The client of Marathon: reads one app, scales it, and reports why it is not at full health. */
package io.jenkins.plugins.cutover.mesos;

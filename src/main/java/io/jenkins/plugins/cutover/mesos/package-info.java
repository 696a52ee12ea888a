/** The door to Marathon: reads one app, scales it, and says in words when and why it is not back to full health. */
package io.jenkins.plugins.cutover.mesos;

/**
 * A Marathon app into Kubernetes manifests, with a report of whatever is lost or changes on the way. Pure: nothing is read
 * but the input, and the same input gives the same output.
 */
package io.jenkins.plugins.cutover.translation;
